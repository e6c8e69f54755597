#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each option in --help has an entry (.It Fl) in the program's manual page, and vice versa.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

options_of_help() {
    "$1" --help | grep -oE '(^|[[:space:],])--?[A-Za-z0-9][A-Za-z0-9-]*' | tr -d ' \t,' | sort -u
}

# mdoc(7) writes --long as `Fl -long` or `Fl Fl long`.
options_of_page() {
    awk '$1 == ".It" {
        for (i = 2; i < NF; i++) {
            if ($i != "Fl") continue
            if ($(i + 1) == "Fl") print "--" $(i += 2)
            else print "-" $(++i)
        }
    }' "$1" | sort -u
}

compare() {
    program=${MPDISC_BIN:-build}/$1
    page=man/$1.$2
    [ -x "$program" ] || { echo "$program: not there"; return; }
    [ -f "$page" ] || { echo "$page: not there"; return; }
    in_help=$(options_of_help "$program")
    in_page=$(options_of_page "$page")
    printf '%s\n' "$in_help" | grep -v -x -F -e "$in_page" | sed "s|^|$page lacks |" || true
    printf '%s\n' "$in_page" | grep -v -x -F -e "$in_help" | sed "s|^|$1 --help lacks |" || true
}

report "$(compare mpdisc-provider 8; compare mpdisc-probe 1)"
