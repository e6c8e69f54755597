#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each picture of contrib/pictures has the checksum of its sources, so it is up to date. It is
# well-formed and small, and has a title and a description.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v python3 >/dev/null || skip "python3 is not here"
findings=$(contrib/pictures/draw.py --check 2>&1) && findings=
report "$findings"
