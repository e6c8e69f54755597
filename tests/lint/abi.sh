#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The binary interface of the shared library is the one of tests/abi/libmpdisc.so.0.abi. If it has
# to change, `make abi-baseline` writes that file anew. A change that needs programs to be compiled
# again also needs another SHARED_ABI in src/sources.mk.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v abidiff >/dev/null || skip "abidiff is not here"
[ "$(uname -m)" = x86_64 ] || skip "the description is for x86-64"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tests/abi/describe.sh "$work/now.abi"
report "$(abidiff --no-default-suppression tests/abi/libmpdisc.so.0.abi "$work/now.abi" || true)"
