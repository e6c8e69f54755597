#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run_afl.sh DIRECTORY SECONDS TARGET...
#
# Runs each target of DIRECTORY with AFL++, beginning with its corpus. What it finds stands in
# DIRECTORY/out. Ends with a table; fails where a target did.
set -eu

here=$(dirname "$0")
directory=$1
seconds=$2
shift 2

# It is to ask the system for nothing, and to run unattended.
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
failed=0

# What the statistics of a target say.
said() {
    sed -n "s/^$1 *: *//p" "$directory/out/$target/default/fuzzer_stats" 2>/dev/null
}

for target in "$@"; do
    echo "$target: $seconds s" >&2
    rm -rf "$directory/out/$target"
    mkdir -p "$directory/out"
    words=$here/$target.dict
    [ -f "$words" ] || words=
    afl-fuzz -i "$here/corpus/$target" -o "$directory/out/$target" -V "$seconds" -t 10000 \
        ${words:+-x "$words"} -- "$directory/$target" >"$directory/$target.log" 2>&1 || failed=1
    [ "$(said saved_crashes)$(said saved_hangs)" = 00 ] || failed=1
done

printf '%-10s %12s %8s %6s %8s %6s\n' TARGET EXECUTIONS EDGES NEW CRASHES HANGS
for target in "$@"; do
    printf '%-10s %12s %8s %6s %8s %6s\n' "$target" "$(said execs_done)" "$(said edges_found)" \
        "$(said corpus_found)" "$(said saved_crashes)" "$(said saved_hangs)"
done
exit $failed
