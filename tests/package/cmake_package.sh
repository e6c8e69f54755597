#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The CMake build in $MPDISC_BIN can be installed, and other projects find it by find_package().
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -f "$MPDISC_BIN/CMakeCache.txt" ] || { echo "skipped: not built by CMake"; exit 77; }
cmake --install "$MPDISC_BIN" --prefix "$work/installed" >"$work/log"
cmake -S "$here" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/installed" \
    -DCMAKE_CXX_COMPILER="${CXX:-g++}" >"$work/log"
cmake --build "$work/build" >"$work/log" || { cat "$work/log"; exit 1; }
"$work/build/embedder"
"$work/build/c-embedder"
"$work/installed/sbin/mpdisc-provider" --version
"$work/installed/bin/mpdisc-probe" --version
for file in bash-completion/completions/mpdisc-probe zsh/site-functions/_mpdisc-provider \
    fish/vendor_completions.d/mpdisc-probe.fish; do
    [ -f "$work/installed/share/$file" ] || { echo "not installed: $file"; exit 1; }
done
