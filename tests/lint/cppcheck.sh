#!/bin/sh
# SPDX-License-Identifier: MIT
#
# cppcheck finds nothing, but for what it says too much or mistakes:
#   useStlAlgorithm      a loop is as clear, and smaller
#   shadowFunction       a local variable may have the name of a member function; -Wshadow tells more
#   redundantAssignment  it takes TimeUs{a} * 1000 for an assignment
#   unreachableCode      it takes raise() for a function that never returns
#   badBitmaskCheck      the 0 of a fold is for no operands
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v cppcheck >/dev/null || skip "cppcheck is not here"
findings=$(cppcheck -q -j2 --std=c++20 --language=c++ -I. -Iinclude -Isrc \
    --enable=warning,style,performance,portability \
    --suppress=useStlAlgorithm --suppress=shadowFunction --suppress=redundantAssignment \
    --suppress=unreachableCode --suppress=badBitmaskCheck \
    --template='{file}:{line}: {message} [{id}]' src platform 2>&1)
report "$findings"
