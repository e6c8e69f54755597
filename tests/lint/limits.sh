#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A test names each bound of limits.h. The test that compares a manual page with the numbers does not
# count, because it does not reach the bounds.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

bounds=$(sed -n 's/^inline constexpr [a-z0-9_:]* \([a-z0-9_]*\) =.*/\1/p' include/mpdisc/limits.h)
[ -n "$bounds" ] || report "include/mpdisc/limits.h: there are no bounds"
tests=$(project_files -path './tests/*_test.cc' ! -name man_page_test.cc)
# shellcheck disable=SC2086 # a list of words
named=$(grep -h -o 'limits::[a-z0-9_]*' $tests /dev/null | sed 's/.*:://' | sort -u)
report "$(printf '%s\n' "$bounds" | grep -v -x -F -e "$named" |
    sed 's|^|include/mpdisc/limits.h: no test reaches |' || true)"
