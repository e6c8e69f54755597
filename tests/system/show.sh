#!/bin/sh
# SPDX-License-Identifier: MIT
#
# show.sh NAME LOG FILE...
#
# Runs the tests of each FILE and shows their figures at once: the lines that begin with "# NAME: ".
# Fails if a test fails; LOG has the whole output.
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
# There are no figures if all tests were skipped, for lack of network namespaces.
grep -q "^# $name: " "$log" || {
    echo "nothing was measured; see $log" >&2
    exit 1
}
