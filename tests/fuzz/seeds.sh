#!/bin/sh
# SPDX-License-Identifier: MIT
#
# seeds.sh DIRECTORY
#
# Makes the frozen datagrams of tests/vectors inputs of the target `decode`: each a file of its
# bytes in DIRECTORY.
set -eu

vectors=$(dirname "$0")/../vectors
mkdir -p "$1"
for file in "$vectors"/*.hex "$vectors"/*/*.hex; do
    perl -ne 's/#.*//; s/\s+//g; print pack "H*", $_' "$file" >"$1/$(basename "$(dirname "$file")")-$(basename "$file" .hex)"
done
