#!/bin/sh
# SPDX-License-Identifier: MIT
#
# describe.sh FILE
#
# Writes a description of the shared library's binary interface: its functions, and the types that
# programs see of them. It describes a file of C that has a pointer to each function of the headers,
# because in C the types of the library's own code are not visible.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
    echo '#include "mpdisc/c/mpdisc.h"'
    tests/abi/functions.sh | sed 's/.*/__typeof__(&) *const pointer_to_& = &;/'
} >"$work/api.c"
"${CC:-cc}" -g -O0 -fPIC -shared -Iinclude -ffile-prefix-map="$work=." \
    -Wl,-soname,libmpdisc.so -o "$work/api.so" "$work/api.c"
# Without the paths and lines of this build.
abidw --no-show-locs --no-corpus-path --no-comp-dir-path --no-elf-needed --out-file "$1" \
    "$work/api.so"
