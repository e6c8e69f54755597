#!/bin/sh
# SPDX-License-Identifier: MIT
#
# lossy.sh RUNS LOG
#
# Has each search of lossy.bats that many times, and shows a line of figures for each network: how
# many searches there were and how many were complete; the fewest services that one found; the
# median and the most of the milliseconds from the probe's start until the last service and until
# the end; and how often it ended with which exit code. Fails if a search was not complete; what it
# missed is in LOG.
#
# With LOSSY_STRANGERS=1 in the environment, no kernel knows its neighbours' hardware addresses when
# a search begins. More than mpdisc decides then: who loses a question for an address waits for a
# second.
set -eu

runs=$1
log=$2
case $runs in
'' | 0* | *[!0-9]*)
    echo "the number of runs is 1 or more, not '$runs'" >&2
    exit 2
    ;;
esac
export LOSSY_RUNS="$runs"
# Five seconds are more than any search takes.
export LAB_SECONDS=$((120 + 5 * runs))

printf '%-44s %4s %5s %8s %13s %13s  %s\n' \
    "" RUNS FULL LEAST "LAST MS" "END MS" "EXIT CODES" \
    "" "" "" "" "median   most" "median   most" ""
true >"$log"
bats --tap "$(dirname "$0")/lossy.bats" >"$log" 2>&1 &
trap 'kill $! 2>/dev/null || true' INT TERM
tail -n +1 -f --pid=$! "$log" | sed -u -n 's/^# lossy: //p'
wait $! || {
    echo "not all searches were complete; see $log"
    exit 1
}
# Where there can be no networks, all tests are skipped.
grep -q '^# lossy: ' "$log" || {
    echo "nothing was searched; see $log" >&2
    exit 1
}
