#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each example in contrib/examples is short, is in the table of the README there, and has a command
# there that builds it, unless it is a script.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

lines_max=120
readme=contrib/examples/README.md

findings=$(
    for file in $(project_files -path './contrib/examples/*' ! -name README.md); do
        name=$(basename "$file")
        [ "$(wc -l <"$file")" -le "$lines_max" ] || echo "$file: has more than $lines_max lines"
        grep -q -s -F "| [$name]($name) |" "$readme" || echo "$file: is not in the table of $readme"
        [ -x "$file" ] || grep -q -s -e " -o ${name%.*} .*$name" "$readme" ||
            echo "$file: is not built by a command of $readme"
    done
)
report "$findings"
