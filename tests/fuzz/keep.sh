#!/bin/sh
# SPDX-License-Identifier: MIT
#
# keep.sh DIRECTORY TARGET...
#
# Reduces the corpus of each target and the new inputs in DIRECTORY/corpus to the fewest inputs with
# the same coverage, which become the corpus. Inputs with a name instead of a hash were added by hand
# and stay.
set -eu

here=$(dirname "$0")
directory=$1
shift

"$here/seeds.sh" "$directory/corpus/decode"
for target in "$@"; do
    corpus=$here/corpus/$target
    fewest=$directory/fewest-$target
    rm -rf "$fewest"
    mkdir -p "$fewest" "$corpus" "$directory/corpus/$target"
    # Counts whether an edge is passed, not how often: that would keep thousands of inputs.
    "$directory/$target" -merge=1 -use_counters=0 -max_len=1232 "$fewest" "$corpus" \
        "$directory/corpus/$target" >"$directory/keep-$target.log" 2>&1
    # The fuzzer names an input by its hash.
    find "$corpus" -type f ! -name '*[!0-9a-f]*' -delete
    mv "$fewest"/* "$corpus"
    rmdir "$fewest"
    printf '%-10s %5d inputs, %7d bytes\n' "$target" "$(find "$corpus" -type f | wc -l)" \
        "$(find "$corpus" -type f -exec cat {} + | wc -c)"
done
