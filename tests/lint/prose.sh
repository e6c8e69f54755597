#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What people read is plain English: no sentence has more than 30 words, each word is in the dictionary
# or in spelling.txt, and no phrase of phrases.txt occurs.
lint=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

words_max=30
for tool in mandoc cmark-gfm style diction aspell python3; do
    command -v "$tool" >/dev/null || skip "$tool is not here"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# html FILE: prints the text as HTML.
html() {
    case $1 in
        *.md) cmark-gfm -e table "$1" ;;
        *) mandoc -T html -O fragment "$1" ;;
    esac
}

# check PAGE: prints its faults.
check() {
    html "$1" >"$work/html"
    python3 "$lint/../support/prose.py" <"$work/html" >"$work/prose"
    style -l "$words_max" "$work/prose" |
        sed -n "s|^$work/prose:[0-9]*: |$1: more than $words_max words: |p"
    diction -n -d -f "$lint/phrases.txt" "$work/prose" |
        sed -n "s|^$work/prose:[0-9]*: |$1: unclear: |p"
    python3 "$lint/../support/prose.py" --code <"$work/html" |
        aspell list --master=en_GB --encoding=utf-8 --add-extra-dicts="$work/spelling.rws" |
        LC_ALL=C sort -u | sed "s|^|$1: unknown word: |"
}

aspell --lang=en --encoding=utf-8 create master "$work/spelling.rws" <"$lint/spelling.txt"
report "$(for page in $(project_files -name '*.md' -o -path './man/*.[1-9]'); do check "$page"; done)"
