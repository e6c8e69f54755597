#!/bin/sh
# SPDX-License-Identifier: MIT
#
# lossy.sh RUNS LOG
#
# Has each search of lossy.bats and slow_host.bats that many times, and shows a line of figures for each network: how
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
here=$(dirname "$0")
exec "$here/show.sh" lossy "$log" "$here/lossy.bats" "$here/slow_host.bats"
