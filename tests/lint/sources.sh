#!/bin/sh
# SPDX-License-Identifier: MIT
#
# src/sources.mk lists each source file once, and only existing files.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

listed=$(sed 's/#.*//' src/sources.mk | grep -o '[^[:space:]]*\.cc' | LC_ALL=C sort)
there=$(cxx_files | grep -E '^(src|platform)/.*\.cc$')
findings=$(
    printf '%s\n' "$listed" | uniq -d | sed 's|$|: listed twice in src/sources.mk|'
    printf '%s\n' "$listed" | sort -u | grep -v -x -F -e "$there" |
        sed 's|$|: listed in src/sources.mk, but not there|'
    printf '%s\n' "$there" | grep -v -x -F -e "$listed" | sed 's|$|: not listed in src/sources.mk|'
)
report "$findings"
