#!/bin/sh
# SPDX-License-Identifier: MIT
#
# flood.sh SECONDS LOG
#
# Runs each flood of flood.bats for SECONDS and shows its kinds and a row of figures: datagrams sent
# each second; searches from another host and from the flooded one that found all services and ended
# by themselves; the duration of the slowest search of each, in milliseconds; the primary's private
# memory before and after, in KiB; the lines that all providers logged during the flood; and their
# processor time in the three seconds after it, in milliseconds. Fails if a search was incomplete, a
# provider changed its role, or a bound is exceeded; LOG says why.
set -eu

seconds=$1
log=$2
case $seconds in
'' | 0* | *[!0-9]*)
    echo "the number of seconds is 1 or more, not '$seconds'" >&2
    exit 2
    ;;
esac
export FLOOD_SECONDS="$seconds"
export LAB_SECONDS=$((120 + 3 * seconds))

printf '%-28s %8s %10s %13s %13s %5s %5s\n' \
    "" "RATE /S" COMPLETE "SLOWEST MS" "MEMORY KIB" LOGGED "CPU MS" \
    "" "" searches "there   here" "before after" lines after
here=$(dirname "$0")
exec "$here/show.sh" flood "$log" "$here/flood.bats"
