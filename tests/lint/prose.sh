#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What people read is plain English: no sentence has more than 30 words, each word is in the dictionary
# or in spelling.txt, and no phrase of phrases.txt occurs. This holds for the pages, and for what "make
# help" and the --help of the programs explain.
lint=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

words_max=30
bin=${MPDISC_BIN:-build}
for tool in mandoc cmark-gfm style diction aspell python3; do
    command -v "$tool" >/dev/null || skip "$tool is not here"
done
aspell dicts | grep -q -x en_GB || skip "aspell has no British dictionary"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# html FILE: prints the text as HTML.
html() {
    case $1 in
        *.md) cmark-gfm -e table "$1" ;;
        *) mandoc -T html -O fragment "$1" ;;
    esac
}

# check_sentences NAME: prints the faults of the sentences in the file "prose".
check_sentences() {
    style -l "$words_max" "$work/prose" |
        sed -n "s|^$work/prose:[0-9]*: |$1: more than $words_max words: |p"
    diction -n -d -f "$lint/phrases.txt" "$work/prose" |
        sed -n "s|^$work/prose:[0-9]*: |$1: unclear: |p"
}

# check_words NAME: prints the unknown words of its input.
check_words() {
    aspell list --master=en_GB --encoding=utf-8 --add-extra-dicts="$work/spelling.rws" |
        LC_ALL=C sort -u | sed "s|^|$1: unknown word: |"
}

# check_page PAGE: prints its faults.
check_page() {
    html "$1" >"$work/html"
    python3 "$lint/../support/prose.py" <"$work/html" >"$work/prose"
    check_sentences "$1"
    python3 "$lint/../support/prose.py" --code <"$work/html" | check_words "$1"
}

# check_help COMMAND...: prints the faults of the explanations that the command prints, which begin after
# two blanks. Words of capitals or with punctuation are names.
check_help() {
    "$@" | sed -n 's/^ .*  //p' | awk '{ print toupper(substr($0, 1, 1)) substr($0, 2) ".\n" }' >"$work/prose"
    check_sentences "$*"
    sed -e 's|[^ ]*[][_=/@*{}<>-][^ ]*||g' -e 's|[^ ]*[A-Z][A-Z][^ ]*||g' "$work/prose" | check_words "$*"
}

aspell --lang=en --encoding=utf-8 create master "$work/spelling.rws" <"$lint/spelling.txt"
report "$(for page in $(project_files -name '*.md' -o -path './man/*.[1-9]'); do check_page "$page"; done
[ ! -f Makefile ] || check_help make -s help
for program in mpdisc-probe mpdisc-provider; do
    [ ! -x "$bin/$program" ] || check_help "$bin/$program" --help
done)"
