#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The pictures of contrib/pictures are current: their checksums are those of their sources. Each is
# well-formed, small, and has a title and a description.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v python3 >/dev/null || skip "python3 is not here"
findings=$(contrib/pictures/draw.py --check 2>&1) && findings=
report "$findings"
