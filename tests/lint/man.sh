#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mandoc has no complaints about the manual pages, and their references to mpdisc's own pages are
# right. (mandoc would look for all referenced pages among the installed ones.)
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v mandoc >/dev/null || skip "mandoc is not here"
pages=$(project_files -path './man/*.[1-9]')
[ -n "$pages" ] || report "man/: there is no page"

# shellcheck disable=SC2086 # a list of words
findings=$(
    mandoc -Tlint $pages | grep -v 'STYLE: referenced manual not found: ' || true
    awk '$1 == ".Xr" && $2 ~ /^mpdisc/ { print FILENAME ":" FNR ":", $2 "." $3 }' $pages |
        while read -r place page; do
            [ -f "man/$page" ] || echo "$place there is no $page"
        done
)
report "$findings"
