#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The scripts have no faults that shellcheck finds.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v shellcheck >/dev/null || skip "shellcheck is not here"
scripts=$(project_files -name '*.sh' -o -name '*.bash' -o -name '*.bats' -o -name '*.init' \
    -o -name rc.common -o -path './contrib/bridges/*' \
    -o -path './contrib/debian/tests/[a-z]*' ! -name control -o -name check_mpdisc -o -path ./.ci/run)
# shellcheck disable=SC2086 # a list of words
shellcheck -x $scripts
