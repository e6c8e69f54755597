#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each file has a licence and a copyright, as the specification of REUSE demands. LICENSES/MIT.txt, which
# it demands, is the same as LICENSE.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v reuse >/dev/null || skip "reuse is not here"
findings=$(cmp LICENSE LICENSES/MIT.txt 2>&1 && reuse lint 2>/dev/null) && findings=
report "$findings"
