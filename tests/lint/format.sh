#!/bin/sh
# SPDX-License-Identifier: MIT
#
# All C and C++ is formatted by .clang-format. Other versions of clang-format give other results.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

clang-format --version 2>/dev/null | grep -q 'version 14\.' || skip "clang-format 14 is not here"
# shellcheck disable=SC2046 # a list of words
clang-format --dry-run -Werror $(cxx_files) $(project_files -name '*.c')
