#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh [table|tsv]
#
# Runs all measurements, one after the other, into one table on stdout: `make bench` without make.
# codec/ measures reading and writing of messages; speed/ requests, notifications, probes, memory
# and growth; failover/ the death and hang of a provider; watch/ the events of a watch. peers/ has
# the programs that mpdisc is compared with, if they are installed.
#
# MPDISC_BIN is the programs' directory (default: build), MPDISC_BENCH_BIN the measurements'
# directory (default: $MPDISC_BIN/bench). BENCH_SPEED, BENCH_FAILOVER and BENCH_WATCH are arguments
# of speed, failover and watch. Exit status: 0 if all demands are met, 1 if not, 3 if something
# could not be measured.
set -eu

format=${1:-table}
MPDISC_BIN=${MPDISC_BIN:-build}
MPDISC_BENCH_BIN=${MPDISC_BENCH_BIN:-$MPDISC_BIN/bench}
MPDISC_BENCH=$(dirname "$0")
export MPDISC_BIN MPDISC_BENCH_BIN MPDISC_BENCH
worst=0

# Writes to stderr if a program reads the figures.
tell() {
    if [ "$format" = tsv ]; then printf '%s\n' "$*" >&2; else printf '%s\n' "$*"; fi
}

# Options go first, because not every getopt() finds them after other arguments.
measure() {
    program=$1
    shift
    code=0
    "$program" -f "$format" "$@" || code=$?
    [ "$code" -le "$worst" ] || worst=$code
}

tell "$(uname -srm), $(getconf _NPROCESSORS_ONLN) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
if [ "$format" = tsv ]; then
    printf '%s\t' group figure runs median p95 max unit ratio ratio_to demanded verdict
    echo note
fi
if [ -x "$MPDISC_BENCH_BIN/codec" ]; then
    measure "$MPDISC_BENCH_BIN/codec"
else
    tell "codec: not measured, Google Benchmark is not installed (libbenchmark-dev)"
fi
# shellcheck disable=SC2086 # lists of words
measure "$MPDISC_BENCH_BIN/speed" ${BENCH_SPEED:-}
# shellcheck disable=SC2086
measure "$MPDISC_BENCH_BIN/failover" ${BENCH_FAILOVER:-}
# shellcheck disable=SC2086
measure "$MPDISC_BENCH_BIN/watch" ${BENCH_WATCH:-}
exit "$worst"
