#!/bin/sh
# SPDX-License-Identifier: MIT
#
# show.sh NAME LOG FILE...
#
# Runs the tests of each FILE, and shows the figures that they tell, each in a line that begins with
# "# NAME: ", as they come. Fails if one of them fails; all that they say is in LOG.
set -eu

name=$1
log=$2
shift 2
true >"$log"
bats --tap "$@" >"$log" 2>&1 &
trap 'kill $! 2>/dev/null || true' INT TERM
tail -n +1 -f --pid=$! "$log" | sed -u -n "s/^# $name: //p"
wait $! || {
    echo "not all was as it should be; see $log"
    exit 1
}
# Where there can be no networks, all tests are skipped.
grep -q "^# $name: " "$log" || {
    echo "nothing was measured; see $log" >&2
    exit 1
}
