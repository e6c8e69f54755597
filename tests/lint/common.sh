#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Sourced by the lint scripts. Each script checks its own source tree, or the tree in its first
# argument. It prints its findings and fails if there are any; exit code 77 means that it could not
# check.
set -eu

cd "${1:-$(dirname "$0")/../..}"

skip() {
    echo "skipped: $*"
    exit 77
}

# Fails if there is a finding.
report() {
    [ -n "$1" ] || exit 0
    printf '%s\n' "$1"
    exit 1
}

# Prints every file of the project; with arguments, only the files that find(1) selects by them.
project_files() {
    [ $# -gt 0 ] || set -- -true
    find . \( -path ./.git -o -path './build*' \) -prune -o -type f \( "$@" \) -print |
        sed 's|^\./||' | LC_ALL=C sort
}

cxx_files() {
    project_files -name '*.h' -o -name '*.cc'
}
