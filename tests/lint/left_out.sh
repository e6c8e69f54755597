#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds for other systems leave tests out by name. Each of these names has a test: a test that gets
# a new name would otherwise run where it cannot pass.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

# Prints "SUITE.NAME" for each test.
# shellcheck disable=SC2016
test_names() {
    cxx_files | grep -E '^tests/(unit|platform|runtime|vectors)/.*_test\.cc$' |
        xargs perl -0777 -ne 'print "$1.$2\n" while /^TEST(?:_[FP])?\((\w+),\s*(\w+)\)/mg'
}

# Prints the names that the file $1 leaves out, without the parameter of a test.
names_left_out() {
    grep -oE '^ {4}[A-Za-z0-9*]+\.[A-Za-z0-9_*]+' "$1" | sed 's/^ *//'
}

names=$(test_names)
findings=$(
    for file in $(project_files -path './tests/*/CMakeLists.txt'); do
        names_left_out "$file" | while IFS= read -r name; do
            printf '%s\n' "$names" | grep -qxE "$(printf %s "$name" | sed 's/\./\\./; s/\*/.*/g')" ||
                echo "$file: leaves out $name, which is no test"
        done
    done
)
report "$findings"
