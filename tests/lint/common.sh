#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Read by the lint scripts. Each looks at the tree it stands in, or at the one given as its first
# argument, prints its findings, and fails if it has any; 77 says that it could not look.
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

# Every file of the project; with arguments, those that find(1) selects by them.
project_files() {
    [ $# -gt 0 ] || set -- -true
    find . \( -path ./.git -o -path './build*' \) -prune -o -type f \( "$@" \) -print |
        sed 's|^\./||' | LC_ALL=C sort
}

cxx_files() {
    project_files -name '*.h' -o -name '*.cc'
}
