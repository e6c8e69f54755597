#!/bin/sh
# SPDX-License-Identifier: MIT
#
# cppcheck finds nothing, apart from these suppressed checks, which are unwanted or wrong here:
#   useStlAlgorithm      a loop is as clear, and smaller
#   shadowFunction       a local variable may be named like a member function; -Wshadow finds the rest
#   redundantAssignment  it mistakes TimeUs{a} * 1000 for an assignment
#   unreachableCode      it believes that raise() never returns
#   unreadVariable       it takes a variable `hash` for std::hash; -Wunused-but-set-variable finds others
#   badBitmaskCheck      a fold expression needs a 0 for the case without operands
#   constParameter, unusedStructMember, in one file each: it follows neither a reference that is passed
#                        on to be changed, nor a member that a fold expression calls
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v cppcheck >/dev/null || skip "cppcheck is not here"
findings=$(cppcheck -q -j2 --std=c++20 --language=c++ -I. -Iinclude -Isrc \
    --enable=warning,style,performance,portability \
    --suppress=useStlAlgorithm --suppress=shadowFunction --suppress=redundantAssignment \
    --suppress=unreachableCode --suppress=badBitmaskCheck --suppress=unreadVariable \
    --suppress=constParameter:src/core/roles/primary.cc \
    --suppress=unusedStructMember:src/core/roles/provider_messages.cc \
    --template='{file}:{line}: {message} [{id}]' src platform 2>&1)
report "$findings"
