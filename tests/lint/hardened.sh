#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What makes defects harder to exploit is in the programs as they were built: they are loaded
# anywhere, keep no table writable that the loader has filled, run nothing that can be written, and
# notice a smashed stack. That _FORTIFY_SOURCE was in force shows where it replaces each call.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v readelf >/dev/null || skip "readelf is not here"

# Replaced in any case; other functions only where the compiler cannot tell that the memory suffices.
always_fortified='v?(f|d|s|sn|as)?printf|v?syslog'

has() {
    printf '%s\n' "$1" | grep -q -E -e "$2"
}

check_program() {
    [ -x "$1" ] || { echo "$1: not there"; return; }
    header=$(readelf -hW "$1")
    segments=$(readelf -lW "$1")
    dynamic=$(readelf -dW "$1")
    # A static program has what the others want from libc.
    only_wanted=-u
    has "$segments" '^ *INTERP' || only_wanted=
    # shellcheck disable=SC2086 # one option, or none
    wanted=$(nm $only_wanted "$1" | sed 's/@.*//; s/^.* [A-Za-z] //')

    has "$header" 'Type: +DYN' && has "$dynamic" 'FLAGS_1.* PIE' ||
        echo "$1: not position-independent"
    # No loader fills tables of a static program, and musl's start of one makes nothing read-only.
    [ -z "$only_wanted" ] || has "$segments" '^ *GNU_RELRO' ||
        echo "$1: no relocations become read-only"
    has "$dynamic" 'FLAGS.*BIND_NOW' || echo "$1: not all symbols are bound at the start"
    has "$segments" '^ *GNU_STACK .* RW +0x' || echo "$1: the stack is executable"
    ! has "$segments" '^ *LOAD .* RWE ' || echo "$1: a segment is writable and executable"
    ! has "$dynamic" 'TEXTREL' || echo "$1: the loader changes code"
    ! has "$dynamic" '\((RPATH|RUNPATH)\)' || echo "$1: libraries are looked for elsewhere"
    has "$wanted" '^__stack_chk_fail$' || echo "$1: the stack is not guarded"
    [ -z "$only_wanted" ] || printf '%s\n' "$wanted" | grep -x -E -e "$always_fortified" |
        sed "s|^|$1: not fortified: |" || true
}

report "$(for name in mpdisc-provider mpdisc-probe; do
    check_program "${MPDISC_BIN:-build}/$name"
done)"
