#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The binary interface of the shared library is the one of tests/abi/libmpdisc.so.*.abi. If it has
# to change, `make abi-baseline` writes that file anew. A change that needs programs to be compiled
# again also needs another SHARED_ABI in src/sources.mk.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v abidiff >/dev/null || skip "abidiff is not here"
[ "$(uname -m)" = x86_64 ] || skip "the description is for x86-64"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tests/abi/describe.sh "$work/now.abi"
number=$(sed -n 's/^SHARED_ABI = //p' src/sources.mk)
report "$(abidiff --no-default-suppression "tests/abi/libmpdisc.so.$number.abi" "$work/now.abi" 2>&1 ||
    echo "abidiff: status $?")"
