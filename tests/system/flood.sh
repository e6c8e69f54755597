#!/bin/sh
# SPDX-License-Identifier: MIT
#
# flood.sh SECONDS LOG
#
# Has each flood of flood.bats that long, and shows a line of figures for each, and what it was made
# of: datagrams sent in a second; searches, from another host and from the flooded one, that found
# all and ended by themselves; the milliseconds until the end of the slowest of each; the KiB of the
# primary's own memory before and after; the lines that all providers logged meanwhile; and the
# milliseconds of processor time that they took in the three seconds behind it. Fails if a search
# was not complete, somebody changed its role, or one of these is more than it should be; what is
# wrong is in LOG.
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
