#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Two builds of the same source in different directories, at different dates, in different time zones
# and languages, are identical.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build DIRECTORY COMMAND...: builds a copy of the source there; COMMAND runs make.
build() {
    directory=$1
    shift
    mkdir -p "$directory"
    cp -R Makefile src include platform tests man contrib "$directory"
    # Without optimization it is fast. With debug information it has the paths of the sources.
    (cd "$directory" && env -u MAKEFLAGS -u CPPFLAGS -u LDFLAGS -u BUILD "$@" \
        make -j2 all CXX="${CXX:-g++}" CXXFLAGS='-O0 -g -D_FORTIFY_SOURCE=0') >"$work/log" 2>&1 ||
        { tail -n 20 "$work/log"; exit 1; }
}

later=
! command -v faketime >/dev/null || later="faketime 2031-05-06"
build "$work/a" TZ=UTC LC_ALL=C
# shellcheck disable=SC2086 # a list of words
build "$work/another directory, with a longer name" TZ=Pacific/Auckland LC_ALL=C.UTF-8 $later

for file in mpdisc-provider mpdisc-probe libmpdisc.a libmpdisc-core.a libmpdisc.so.0; do
    cmp "$work/a/build/$file" "$work/another directory, with a longer name/build/$file"
done
