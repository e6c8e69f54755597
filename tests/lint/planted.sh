#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The defects of tests/sim/planted still fit the sources. "make sim-planted" checks that the
# simulator finds them, and takes too long for every run.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v patch >/dev/null || skip "no patch"

findings=$(project_files -path './tests/sim/planted/*.patch' | while read -r planted; do
    patch -p1 -s -f -F 0 --dry-run <"$planted" >/dev/null 2>&1 || echo "$planted: does not apply"
done)
report "$findings"
