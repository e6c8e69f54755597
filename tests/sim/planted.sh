#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Checks that the simulator finds defects: plants each defect of tests/sim/planted/ into a copy of
# the sources, and fails unless the run of some seed shows it. SEEDS: the most seeds that it tries.

set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
seeds=${SEEDS:-2000}
jobs=$(getconf _NPROCESSORS_ONLN)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missed=0
for patch in "$root"/tests/sim/planted/*.patch; do
    name=$(basename "$patch" .patch)
    copy=$work/$name
    mkdir -p "$copy/tests"
    cp -R "$root/src" "$root/include" "$root/platform" "$root/Makefile" "$copy"
    cp -R "$root/tests/sim" "$root"/tests/*.mk "$copy/tests"
    (cd "$copy" && patch -p1 -s <"$patch")
    make -C "$copy" -j "$jobs" -s BUILD=build build/sim/sim >/dev/null
    if "$copy/build/sim/sim" --runs "$seeds" --until-failure >"$work/out"; then
        echo "$name: NOT FOUND in $seeds runs"
        missed=1
    else
        echo "$name: found after $(sed -n 's/^\([0-9]*\) runs, .*/\1/p' "$work/out") runs"
        sed -n 's/^seed/  &/p' "$work/out"
    fi
done
exit $missed
