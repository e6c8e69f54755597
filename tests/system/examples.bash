# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154 # what tests use, and what bats sets
#
# The examples of README.md, INSTALL.md and the manual pages, each in a file of its own.

sources=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# take_examples PAGE SUFFIX [PATTERN]: sets `examples` to the files with the examples of this kind that
# have a line like PATTERN. Fails if there are none. documented.py explains the suffixes.
take_examples() {
    mkdir -p examples
    python3 "$sources/tests/support/documented.py" "$sources/$1" "$PWD/examples" >all-examples
    mapfile -t examples < <(sed -n "/\.$2\$/p" all-examples | xargs -r -d '\n' grep -l -e "${3:-}")
    ((${#examples[@]})) || { echo "$1 has no example like '${3:-*}.$2'"; return 1; }
}

# take_example PAGE SUFFIX [PATTERN]: sets `example` to the only such file.
take_example() {
    take_examples "$@"
    ((${#examples[@]} == 1)) || { echo "$1 has several such examples: ${examples[*]}"; return 1; }
    example=${examples[0]}
}
