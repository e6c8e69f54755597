#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run_afl.sh DIRECTORY SECONDS TARGET...
#
# Runs each target in DIRECTORY with AFL++, beginning with its corpus. Its findings go to
# DIRECTORY/out. Prints a table at the end. Fails if a target failed.
set -eu

here=$(dirname "$0")
directory=$1
seconds=$2
shift 2

# AFL++ must run unattended, and must not demand settings of the system.
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
failed=0

# said NAME: prints this number from the target's statistics.
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
