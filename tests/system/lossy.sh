#!/bin/sh
# SPDX-License-Identifier: MIT
#
# lossy.sh RUNS LOG
#
# Runs each search of lossy.bats and slow_host.bats RUNS times and shows a line of figures for each
# network: the number of searches and of complete ones; the fewest services found by one search; the
# median and the maximum of the milliseconds from the probe's start until the last service and until
# the end; and the count of each exit code. Fails if a search was incomplete; LOG lists what it
# missed.
#
# With LOSSY_STRANGERS=1 in the environment, no kernel knows its neighbours' hardware addresses when
# a search begins. The result then also depends on the kernel, which repeats a lost ARP request only
# after a second.
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
# Each search takes less than five seconds.
export LAB_SECONDS=$((120 + 5 * runs))

printf '%-44s %4s %5s %8s %13s %13s  %s\n' \
    "" RUNS FULL LEAST "LAST MS" "END MS" "EXIT CODES" \
    "" "" "" "" "median   most" "median   most" ""
here=$(dirname "$0")
exec "$here/show.sh" lossy "$log" "$here/lossy.bats" "$here/slow_host.bats"
