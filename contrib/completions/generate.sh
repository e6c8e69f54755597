#!/bin/sh
# SPDX-License-Identifier: MIT
#
# generate.sh [DIRECTORY]: writes the completions for bash, zsh and fish into DIRECTORY, or here. They
# are made of bash.in, zsh.in and fish.in, and of the tables of options and help texts in src/cli,
# without the titles of groups there.
# What an option's value completes to depends on the value's name in the help.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cli=$here/../../src/cli
into=${1:-$here}

# options_of PROGRAM: prints a line SHORT|LONG|VALUE|TEXT for each option.
options_of() {
    awk -v program="$1" '
        function quoted(text) { sub(/^[^"]*"/, "", text); sub(/"[^"]*$/, "", text); return text }
        /^    \{.*"\},$/ {
            match($0, /\047[^\047]*\047/)
            short = substr($0, RSTART + 1, RLENGTH - 2)
            split(quoted($0), names, /\\0/)
            option[++options] = (short == "\\0" ? "" : "-" short) "|" \
                (names[1] == "" ? "" : "--" names[1]) "|" names[2]
        }
        index($0, " " program "_option_help[] =") { is_help = 1; next }
        is_help { all = all quoted($0) }
        is_help && /;$/ { is_help = 0 }
        END {
            texts = split(all, text, /\\0/)
            if (options == 0 || texts != options) exit 1
            for (i = 1; i <= options; i++) {
                sub(/\\n.*/, "", text[i])
                print option[i] "|" text[i]
            }
        }' "$cli/$1_option_table.h" "$cli/help.cc" || {
        echo "$0: the options of mpdisc-$1 and their texts are not as expected" >&2
        return 1
    }
}

# The names of the formats, and of the format files that are shipped.
formats=$({
    grep -o '{"[a-z]*", FormatKind::' "$cli/format.cc" | sed 's/{"\(.*\)".*/\1/'
    for file in "$here"/../formats/*; do
        echo "@${file##*/}"
    done
} | paste -s -d ' ' -)

# Each of these makes lines for its shell of the lines of options_of.
bash_lines() {
    sed "s/'/'\\\\''/g; s/.*/        '&'/"
}

zsh_lines() {
    awk -F '|' -v program="$1" -v formats="$formats" '
        BEGIN {
            action["IF"] = "_net_interfaces"
            action["FILE"] = "_files"
            action["DIR"] = "_files -/"
            action["FORMAT"] = "(" formats ")"
            action["CHECK"] = "_mpdisc_checks"
            if (program == "probe") action["TYPE"] = "_mpdisc_types"
            if (program == "probe") action["NAME"] = "_mpdisc_names"
        }
        function spec(text) { gsub(/\[|\]|:|\\/, "\\\\&", text); gsub(/\047/, "\047\\\047\047", text); return text }
        {
            value = $3 == "" ? "" : ":" spec($3) ":" ($3 in action ? action[$3] : " ")
            if ($2 == "--exec") value = ":*:::command:_mpdisc_command"
            short = $1 ($3 == "" ? "" : "+")
            long = $2 ($3 == "" ? "" : "=")
            names = $1 == "" ? long : $2 == "" ? short : "\047{" short "," long "}\047"
            print "    \047*" names "[" spec($4) "]" value "\047 \\"
        }'
}

fish_lines() {
    awk -F '|' -v program="$1" -v formats="$formats" '
        BEGIN {
            value["IF"] = "-x -a \"(__fish_print_interfaces)\""
            value["FILE"] = "-r -F"
            value["DIR"] = "-x -a \"(__fish_complete_directories)\""
            value["FORMAT"] = "-x -a \"" formats "\""
            value["CHECK"] = "-x -a \"tcp tcp: exec:\""
            if (program == "probe") value["TYPE"] = "-x -a \"(__mpdisc_found type)\""
            if (program == "probe") value["NAME"] = "-x -a \"(__mpdisc_found name)\""
        }
        {
            gsub(/[\\\047]/, "\\\\&", $4)
            line = "complete -c mpdisc-" program " -n __mpdisc_" program "_options"
            if ($1 != "") line = line " -s " substr($1, 2)
            if ($2 != "") line = line " -l " substr($2, 3)
            if ($3 != "") line = line " " ($3 in value ? value[$3] : "-x")
            print line " -d \047" $4 "\047"
        }'
}

# completion SHELL PROGRAM: prints the template for SHELL with its marks replaced. The lines between
# "@if PROGRAM" and "@end" are for this program alone.
completion() {
    options_of "$2" >"$work/options"
    "$1_lines" "$2" <"$work/options" >"$work/lines"
    # Only a first line like this tells zsh which command the file is for.
    [ "$1" != zsh ] || echo "#compdef mpdisc-$2"
    awk -v program="$2" -v formats="$formats" -v lines="$work/lines" '
        /^@if / { is_left_out = $2 != program; next }
        /^@end/ { is_left_out = 0; next }
        is_left_out { next }
        /^@OPTIONS@/ { while ((getline line <lines) > 0) print line; next }
        { gsub(/@PROGRAM@/, program); gsub(/@FORMATS@/, formats); print }' "$here/$1.in"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for program in probe provider; do
    completion bash "$program" >"$into/mpdisc-$program.bash"
    completion zsh "$program" >"$into/_mpdisc-$program"
    completion fish "$program" >"$into/mpdisc-$program.fish"
done
