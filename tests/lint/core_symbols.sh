#!/bin/sh
# SPDX-License-Identifier: MIT
#
# types, wire and core together need only memory functions from outside: no socket, no poll, no
# clock and no randomness of the system.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

archive=${MPDISC_BIN:-build}/libmpdisc-core.a
[ -f "$archive" ] || report "$archive is not there"

allowed='(malloc|calloc|realloc|free|mem(cpy|move|set|cmp|chr)|strlen|bcmp|abort)'
from_compiler='(_GLOBAL_OFFSET_TABLE_|__assert_fail|__stack_chk_fail|__mem(cpy|move|set)_chk)'

own=$(nm --defined-only "$archive" | awk 'NF == 3 { print $3 }' | sort -u)
wanted=$(nm -u "$archive" | awk '$1 == "U" { print $2 }' | sort -u)
findings=$(printf '%s\n' "$wanted" |
    grep -v -x -F -e "$own" | grep -v -x -E -e "$allowed" -e "$from_compiler" -e '' |
    c++filt | sed "s|^|$archive wants |" || true)
report "$findings"
