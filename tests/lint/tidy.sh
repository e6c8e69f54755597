#!/bin/sh
# SPDX-License-Identifier: MIT
#
# clang-tidy has no findings for the checks in .clang-tidy. With `windows` as the second argument it
# checks only the sources for Windows.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v clang-tidy >/dev/null || skip "clang-tidy is not here"

files=$(cxx_files | grep -E '^(src|platform)/.*\.cc$')
if [ "${2:-}" = windows ]; then
    files=$(printf '%s\n' "$files" | grep '^platform/win32/')
    target=x86_64-w64-mingw32
    library=$($target-g++-posix -print-file-name=include/c++ 2>/dev/null) || skip "no MinGW-w64 here"
    system="--target=$target -isystem $library -isystem $library/$target
        -isystem /usr/$target/include"
else
    # Sources for systems whose headers are not installed can't be checked.
    files=$(printf '%s\n' "$files" | grep -E -v '^platform/(bsd|win32)/')
    system=
fi

# The flags of the compiler. The analyser gives up on a function after a quarter of its default number
# of states, which takes only a third of the time.
flags=$(sed -e ':line' -e '/\\$/{N;s/\\\n//;b line' -e '}' src/sources.mk |
    sed -n -E 's/^FLAGS_(INCLUDE|COMPILE) *=//p' | tr '\n' ' ')
flags="-std=c++20 $system $flags -Xclang -analyzer-config -Xclang max-nodes=50000"
export flags

# shellcheck disable=SC2016 # for the shell there
findings=$(printf '%s\n' "$files" |
    xargs -n 3 -P "$(getconf _NPROCESSORS_ONLN)" \
        sh -c 'clang-tidy --quiet "$@" -- $flags' sh 2>&1) || report "$findings"
