#!/bin/sh
# SPDX-License-Identifier: MIT
#
# seeds.sh DIRECTORY
#
# Writes each frozen datagram of tests/vectors to a file in DIRECTORY, as an input of the target
# `decode`.
set -eu

vectors=$(dirname "$0")/../vectors
mkdir -p "$1"
for file in "$vectors"/*.hex "$vectors"/*/*.hex; do
    perl -ne 's/#.*//; s/\s+//g; print pack "H*", $_' "$file" >"$1/$(basename "$(dirname "$file")")-$(basename "$file" .hex)"
done
