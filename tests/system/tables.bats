#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Tables of services, as people see them on terminals.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    # Escape sequences have no width.
    export NO_COLOR=1
    for number in 1 2 3; do
        spawn h "$number" mpdisc-provider -t _ipp._tcp -p 631 \
            -n "$(name_of "$number")" -a note='a rather long note, for a printer'
        await_log "$number" '^role: '
    done
}
teardown() { close_lab; }

name_of() {
    case $1 in
        1) echo '打印机 会议室' ;;
        2) echo 'Printer in the hall' ;;
        3) echo $'Cafe\u0301 \U1F600' ;;
    esac
}

# on_terminal COLUMNS COMMAND: runs COMMAND on a terminal; its output goes to the file screen.
on_terminal() {
    on h script -q -e -c "stty cols $1 && $2" -E never terminal </dev/null | tr -d '\r' >screen
}

# widest: prints the width of the widest line of the screen, in cells.
widest() {
    LC_ALL=C.UTF-8 wc -L <screen
}

# columns_of TYPE: prints the columns, in cells, where TYPE begins in lines of the screen.
columns_of() {
    local line
    while IFS= read -r line; do
        [[ $line == *"$1"* ]] || continue
        printf '%s' "${line%%"$1"*}" | LC_ALL=C.UTF-8 wc -L
    done <screen | sort -u
}

@test "columns are aligned for characters of any width" {
    on_terminal 120 'mpdisc-probe -l'
    same 3 "$(grep -c _ipp._tcp screen)"
    same 21 "$(columns_of _ipp._tcp)"
    same "$(columns_of ADDRESS)" "$(columns_of 127.0.0.1)"
}

@test "a table fits its terminal, and is not cut in other output" {
    for columns in 73 80 90 100; do
        on_terminal "$columns" 'mpdisc-probe -l'
        same 4 "$(wc -l <screen)"
        at_most "$columns" "$(widest)" "cells of a table on $columns"
        same 3 "$(grep -c '…$' screen)"
        same 3 "$(grep -c '127[.]0[.]0[.]1  *631  *[ps]' screen)"
    done
    # COLUMNS overrides the terminal's width; a pipe has no width.
    on_terminal 200 'COLUMNS=80 mpdisc-probe -l'
    at_most 80 "$(widest)" 'cells with COLUMNS=80'
    on_terminal 40 'mpdisc-probe -l -f table | cat'
    same 3 "$(grep -c 'note=a.*long.*printer$' screen)"
    COLUMNS=40 probe h -l -f table
    same 3 "$(grep -c 'note=a.*long.*printer$' <<<"$output")"
}

@test "titles are bold on a terminal, unless NO_COLOR is set" {
    for report in '' --hosts --status; do
        on_terminal 200 "NO_COLOR= mpdisc-probe $report"
        grep -q $'^\x1b\\[1m[A-Z].*[A-Z]\x1b\\[0m$' screen
        on_terminal 200 "mpdisc-probe $report"
        run -1 grep $'\x1b' screen
        NO_COLOR='' probe h -f table ${report:+"$report"}
        run -1 grep $'\x1b' <<<"$output"
    done
}

@test "a table has no titles with --no-header" {
    run -0 on h mpdisc-probe -l -f table --no-header
    same 3 "${#lines[@]}"
    same 3 "$(grep -c '_ipp[.]_tcp  .*127[.]0[.]0[.]1  631' <<<"$output")"
    for report in --hosts --status; do
        on h mpdisc-probe -l "$report" -f table >with
        on h mpdisc-probe -l "$report" -f table --no-header >without
        grep -q '^[A-Z]* *[A-Z]' with
        ! grep '^[A-Z]* *[A-Z]' without || return 1
    done
}

@test "results that end with NUL are whole for xargs, also on a terminal" {
    # shellcheck disable=SC2016 # for the shell on the terminal
    on_terminal 80 'mpdisc-probe -l -0 | xargs -0 -n 1 sh -c '"'"'printf "%s|" "$1" | cut -f 1,5'"'"' sh'
    same "$(for number in 1 2 3; do printf '%s\t631\n' "$(name_of "$number")"; done | sort)" "$(sort screen)"
    same "$(name_of 2)"$'\n631' "$(on h mpdisc-probe -l -0 -n "$(name_of 2)" -f '{name}\n{port}' |
        xargs -0 -n 1 printf '%s')"
    # Only the newlines of the template are left.
    same 3 "$(on h mpdisc-probe -l -0 -f '{name}\n{port}' | tr -cd '\n' | wc -c)"
    same 3 "$(on h mpdisc-probe -l -0 -f '{name}\n{port}' | tr -cd '\000' | wc -c)"
    on_terminal 80 'mpdisc-probe -l -0'
    same 0 "$(grep -c NAME screen)"
}

@test "rows are shown within a second while the search goes on" {
    # Nobody tells the search that it has all.
    offer h silent -P 7000 --announce 0
    spawn h endless sh -c 'exec mpdisc-probe -P 7000 -c 9 -w 30 -f table'
    await 5 grep -q silent endless.out
    same 2 "$(wc -l <endless.out)"
    stop endless INT
    same 130 "$exit_code"
}
