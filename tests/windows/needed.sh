#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The programs need only libraries of the system, can be loaded at any address, and have no memory
# that is both writable and executable.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/../lint/common.sh"

objdump=${MINGW:-x86_64-w64-mingw32}-objdump
command -v "$objdump" >/dev/null || skip "$objdump is not installed"

system='(ADVAPI32|IPHLPAPI|KERNEL32|WS2_32|bcrypt|msvcrt)\.dll'

check_program() {
    [ -f "$1" ] || { echo "$1: not there"; return; }
    headers=$("$objdump" -p "$1")
    printf '%s\n' "$headers" | sed -n 's/.*DLL Name: //p' | grep -v -i -x -E -e "$system" |
        sed "s|^|$1 needs |" || true
    for wanted in HIGH_ENTROPY_VA DYNAMIC_BASE NX_COMPAT; do
        printf '%s\n' "$headers" | grep -q -w "$wanted" || echo "$1: without $wanted"
    done
}

report "$(for name in mpdisc-provider mpdisc-probe; do
    check_program "${MPDISC_BIN:-build/windows}/$name.exe"
done)"
