#!/bin/sh
# SPDX-License-Identifier: MIT
#
# "make help" lists each phony target except the Makefile's `parts`, and no target that is not there.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

make="make"
! command -v gmake >/dev/null || make=gmake

help=$($make --no-print-directory help)
database=$(MAKEFLAGS='' $make -n -p -R -r --no-print-directory help)

# listed NAME: prints the words of this variable or target of make, one a line.
listed() {
    printf '%s\n' "$database" | sed -n "s/^$1 *:*=* //p" | tr ' ' '\n' | sed '/^$/d' | sort -u
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
listed parts >"$work/parts"
listed .PHONY: | comm -23 - "$work/parts" | sed 's/^all$/make/' | sort >"$work/targets"
printf '%s\n' "$help" | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' | sort -u >"$work/told"

report "$(comm -23 "$work/targets" "$work/told" | sed 's/.*/make help does not list "&"/'
    comm -13 "$work/targets" "$work/told" | sed 's/.*/make help lists "&", which is no target/')"
