#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The programs need only libc and contain no exception support of the C++ library.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

check_program() {
    [ -x "$1" ] || { echo "$1: not there"; return; }
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p' |
        grep -v -x -E 'libc\.so\.6' | sed "s|^|$1 needs |" || true
    nm -C "$1" | grep -E 'std::__throw_|__cxa_throw|operator (new|delete)' |
        sed "s|^|$1 holds |" || true
}

findings=$(for name in mpdisc-provider mpdisc-probe; do
    check_program "${MPDISC_BIN:-build}/$name"
done)
report "$findings"
