#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The functions of the C API are the same in its headers, in the shared library, which exports nothing
# else and needs only the C library, and in mpdisc-c(3). Each header compiles alone, without warnings,
# as C and as C++ of each standard.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

library=${MPDISC_BIN:-build}/libmpdisc.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tests/abi/functions.sh >"$work/headers"
sed -n 's/^\.Fn \(mpdisc_[a-z_]*\) .*[a-z"]$/\1/p' man/mpdisc-c.3 | LC_ALL=C sort -u >"$work/page"

# differ OTHER NAME: tells how the functions of a list differ from the ones of the headers.
differ() {
    LC_ALL=C comm -23 "$work/headers" "$1" | sed "s|$|: not in $2|"
    LC_ALL=C comm -13 "$work/headers" "$1" | sed "s|$|: in $2, but in no header|"
}

check_library() {
    [ -f "$library" ] || { echo "$library: not there"; return; }
    nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
        LC_ALL=C sort >"$work/library"
    differ "$work/library" libmpdisc.so
    readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/libmpdisc.so needs \1/p' |
        grep -v -x 'libmpdisc.so needs libc\.so\.6' || true
    name=libmpdisc.so.$(sed -n 's/^SHARED_ABI = //p' src/sources.mk)
    readelf -d "$library" | grep -q -F "[$name]" || echo "$library: its name is not $name"
}

# compile LANGUAGE COMPILER STANDARD HEADER
compile() {
    printf '#include "%s"\n' "${4#include/}" |
        "$2" -x "$1" -std="$3" -pedantic -Wall -Wextra -Werror -Iinclude -fsyntax-only - 2>&1 ||
        echo "$4: not accepted as $3"
}

check_headers() {
    for header in include/mpdisc/c/*.h; do
        for standard in c99 c11 c17; do compile c "${CC:-cc}" $standard "$header"; done
        for standard in c++98 c++11 c++20; do compile c++ "${CXX:-c++}" $standard "$header"; done
    done
    # Older compilers get one error from each header of the C++ API.
    for header in include/mpdisc/*.h; do
        [ "$header" != include/mpdisc/version.h ] || continue
        printf '#include "%s"\n' "${header#include/}" |
            "${CXX:-c++}" -x c++ -std=c++17 -Iinclude -fsyntax-only - 2>&1 |
            grep -q "error: #error .*need C++20" || echo "$header: does not ask for C++20"
    done
}

[ -s "$work/headers" ] || report "the headers have no function"
report "$(differ "$work/page" "mpdisc-c(3)"; check_library; check_headers)"
