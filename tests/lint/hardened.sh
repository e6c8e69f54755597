#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The built programs have the protections that make defects harder to exploit: a random load address,
# read-only relocations, no memory that is both writable and executable, and stack guards. Replaced
# functions show that _FORTIFY_SOURCE was in effect.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v readelf >/dev/null || skip "readelf is not here"

# These functions are always replaced; others only if the compiler can't prove that the memory suffices.
always_fortified='v?(f|d|s|sn|as)?printf|v?syslog'

has() {
    printf '%s\n' "$1" | grep -q -E -e "$2"
}

check_program() {
    [ -x "$1" ] || { echo "$1: not there"; return; }
    header=$(readelf -hW "$1")
    segments=$(readelf -lW "$1")
    dynamic=$(readelf -dW "$1")
    # A static program contains the functions that a dynamic one imports from libc.
    only_wanted=-u
    has "$segments" '^ *INTERP' || only_wanted=
    # shellcheck disable=SC2086 # one option, or none
    wanted=$(nm $only_wanted "$1" | sed 's/@.*//; s/^.* [A-Za-z] //')

    has "$header" 'Type: +DYN' && has "$dynamic" 'FLAGS_1.* PIE' ||
        echo "$1: not position-independent"
    # A static program has no loader that fills tables, and musl's startup code makes none read-only.
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
