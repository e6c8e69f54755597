#!/bin/sh
# SPDX-License-Identifier: MIT
#
# coverage.sh DIRECTORY FOUND TARGET...
#
# Replays the corpus of each target, and the inputs in FOUND/TARGET if that exists. Shows how many
# lines of each source file they cover.
set -eu

here=$(dirname "$0")
directory=$1
found=$2
shift 2

objects=
for target in "$@"; do
    more=
    [ ! -d "$found/$target" ] || more=$found/$target
    LLVM_PROFILE_FILE=$directory/$target.profraw "$directory/$target" "$here/corpus/$target" \
        ${more:+"$more"} >"$directory/$target.log"
    objects="$objects -object $directory/$target"
done
llvm-profdata merge -o "$directory/all.profdata" "$directory"/*.profraw

# shellcheck disable=SC2086 # a list of words
llvm-cov export -summary-only -format=lcov -instr-profile="$directory/all.profdata" $objects |
    awk -F : '
        $1 == "SF" { file = $2; sub(/.*\/(src|include)\//, "", file) }
        $1 == "LF" { lines[file] = $2 }
        $1 == "LH" { hit[file] = $2 }
        END { for (file in lines) print file, lines[file], hit[file] }' |
    LC_ALL=C sort | awk '
        function row(name, lines, hit) {
            printf "%-32s %6d %6d %6.1f %%\n", name, lines, hit, 100 * hit / lines
        }
        BEGIN { printf "%-32s %6s %6s %8s\n", "FILE", "LINES", "RUN", "COVERED" }
        $1 ~ /^(types|wire|core|cli)\// {
            row($1, $2, $3)
            part = $1
            sub(/\/.*/, "", part)
            lines[part] += $2
            hit[part] += $3
        }
        END {
            n = split("types wire core cli", parts, " ")
            for (i = 1; i <= n; i++)
                if (lines[parts[i]]) row("src/" parts[i], lines[parts[i]], hit[parts[i]])
        }'
