#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each stripped program stays within its budget in size_budgets. Shows text, data and bss in memory,
# the file's size and the budget of each. Other builds than the default one are optional, in
# directories next to its programs. MPDISC_SIZES=variants checks only these.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

budgets=tests/lint/size_budgets
programs=${MPDISC_BIN:-build}

[ -f "$budgets" ] || report "$budgets is not there"
command -v size >/dev/null || skip "binutils are not here"
[ -f "$programs/mpdisc-probe" ] || skip "there are no programs at $programs"
readelf -h "$programs/mpdisc-probe" | grep -q 'X86-64' || skip "the budgets are for x86-64"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# show BUILD PROGRAM BUDGET
show() {
    file=$programs/$2
    [ "$1" = default ] || file=$programs/$1/$2
    [ -f "$file" ] || return 0
    [ "$1" != "${MPDISC_SIZES:+default}" ] || return 0
    strip -o "$work/stripped" "$file"
    bytes=$(wc -c <"$work/stripped")
    remark=
    [ "$bytes" -le "$3" ] || remark='OVER'
    size "$work/stripped" | awk -v build="$1" -v program="$2" -v bytes="$bytes" -v budget="$3" \
        -v remark="$remark" 'NR == 2 { printf "%-15s%-17s%7s%7s%7s%9s%9s  %s\n",
            build, program, $1, $2, $3, bytes, budget, remark }'
}

printf '%-15s%-17s%7s%7s%7s%9s%9s\n' BUILD PROGRAM TEXT DATA BSS FILE BUDGET >"$work/table"
grep -v '^#' "$budgets" | while read -r build program budget; do
    show "$build" "$program" "$budget"
done >>"$work/table"
sed 's/ *$//' "$work/table"
! grep -q 'OVER$' "$work/table"
