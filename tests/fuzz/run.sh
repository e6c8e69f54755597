#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh DIRECTORY SECONDS TARGET...
#
# Runs each target in DIRECTORY with libFuzzer, beginning with its corpus. New inputs go to
# DIRECTORY/corpus, inputs on which a target fails to DIRECTORY. Prints a table at the end. Fails if a
# target failed.
set -eu

here=$(dirname "$0")
directory=$1
seconds=$2
shift 2

# The greatest datagram toward the network. For a machine, this is enough for some hundred steps.
longest=1232
failed=0

# last WORD: prints the last number that follows this word in the target's log.
last() {
    sed -n "s/.*$1 *\\([0-9]*\\).*/\\1/p" "$directory/$target.log" | tail -n 1
}

"$here/seeds.sh" "$directory/corpus/decode"
for target in "$@"; do
    echo "$target: $seconds s" >&2
    mkdir -p "$directory/corpus/$target"
    rm -f "$directory/$target"-*
    words=$here/$target.dict
    [ -f "$words" ] || words=
    "$directory/$target" -max_total_time="$seconds" -max_len=$longest -timeout=10 \
        ${words:+-dict="$words"} -artifact_prefix="$directory/$target-" -print_final_stats=1 \
        "$directory/corpus/$target" "$here/corpus/$target" >"$directory/$target.log" 2>&1 ||
        failed=1
done

printf '%-10s %12s %8s %9s %6s  %s\n' TARGET EXECUTIONS EDGES FEATURES NEW FINDINGS
for target in "$@"; do
    printf '%-10s %12s %8s %9s %6s  %s\n' "$target" "$(last stat::number_of_executed_units:)" \
        "$(last cov:)" "$(last ft:)" "$(last stat::new_units_added:)" \
        "$(find "$directory" -maxdepth 1 -name "$target-*" -exec basename {} \; | tr '\n' ' ')"
done
exit $failed
