#!/bin/sh
# SPDX-License-Identifier: MIT
#
# No Markdown page links to a file that is not there. README.md and CONTRIBUTING.md name no such file,
# either. They write a function as FILE:FUNCTION(), and any other name in a file as FILE:NAME: the file
# has it.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

# The directories of the project, as alternatives of a pattern.
directories=$(project_files | sed -n 's|/.*||p' | sed 's/[.]/[.]/g' | sort -u | paste -s -d '|' -)

# references PAGE: prints each file that the page names, one a line. Files of other trees, such as
# /etc/mpdisc or build/mpdisc-probe, have something before the directory's name.
references() {
    grep -oE "(^|[^A-Za-z0-9_./-])([.]/)?($directories)/[A-Za-z0-9_./*@+-]*(:[A-Za-z_][A-Za-z0-9_]*([(][)])?)?" \
        "$1" | sed -e 's|^[^A-Za-z0-9_./-]||' -e 's|[.]*$||'
}

# links PAGE: prints each file that the page links to, seen from the root of the tree.
links() {
    grep -oE '\]\([^)# ]+' "$1" | sed -e 's|^](||' -e '/:/d' -e "s|^|$(dirname "$1")/|"
}

# is_there PATTERN: a file or directory matches.
is_there() {
    # shellcheck disable=SC2086 # expands the pattern
    set -- $1
    [ -e "$1" ]
}

# has FILE NAME: the file has this function, or this name if there are no parentheses. A statement that
# only calls the function does not count.
has() {
    case $2 in
        *'()') grep -s -E "(^|[^A-Za-z0-9_])${2%??}\(" "$1" | grep -q -v ';$' ;;
        *) grep -q -s -w -e "$2" "$1" ;;
    esac
}

report "$(for page in $(project_files -name '*.md'); do
    links "$page" | sort -u | while read -r file; do
        [ -e "$file" ] || echo "$page: there is no $file"
    done
done
for page in README.md CONTRIBUTING.md; do
    [ -f "$page" ] || continue
    references "$page" | sort -u | while read -r reference; do
        file=${reference%%:*}
        name=${reference#"$file"}
        if ! is_there "$file"; then
            echo "$page: there is no $file"
        elif [ -n "$name" ] && ! has "$file" "${name#:}"; then
            echo "$page: $file has no ${name#:}"
        fi
    done
done)"
