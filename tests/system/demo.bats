#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# "make demo" and "make demo-lan": what they print, how they fail, and that they leave nothing behind.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    mkdir tmp
    export LC_ALL=C.UTF-8
    unset NO_COLOR MPDISC_PORT MPDISC_DEMO_PACE MPDISC_STOP
    # The processes of a demonstration have this in their environment.
    mark=TMPDIR=$PWD/tmp
    demo=$BATS_TEST_DIRNAME/../demo
}
teardown() {
    terminal kill-server 2>/dev/null || true
    close_lab
}

# is_clean: no process that a demonstration started is left, and no file.
is_clean() {
    [ -z "$(ls tmp)" ] && ! grep -q -s -z -x -F "$mark" /proc/[0-9]*/environ
}

# fits FEWER_THAN FILE: the file has fewer lines than that, of 80 columns at most, without a colour.
fits() {
    at_most "$(($1 - 1))" "$(wc -l <"$2")" "lines of $2"
    same "" "$(grep -E '.{81}' "$2")"
    same "" "$(grep -F $'\e' "$2")"
}

# terminal COMMAND...: tmux, with a server of its own on the host.
terminal() {
    on h tmux -u -S "$PWD/tmux" -f /dev/null "$@"
}

# on_terminal SCRIPT: runs it on a terminal of 80 x 50 cells. Its exit code will be in the file code.
on_terminal() {
    terminal new-session -d -x 80 -y 50 "trap : INT; $1; echo \$? >code; exec sleep 100"
}

# ends_by_ctrl_c SCRIPT: interrupts it in its second part.
ends_by_ctrl_c() {
    on_terminal "env $mark $demo/$1"
    shows_second_part() { terminal capture-pane -p | grep -q '^2\. '; }
    await 20 shows_second_part || { terminal capture-pane -p; return 1; }
    run ! is_clean
    terminal send-keys C-c
    await 10 test -s code
    same 130 "$(<code)"
    await 5 is_clean
}

# lacks COMMAND TEXT: makes a directory bin, whose command hides lines with the text.
lacks() {
    mkdir bin
    ln -s "$(dirname "$(command -v "$1")")"/{mpdisc-provider,frame-forwarder} bin
    printf '#!/bin/sh\n%s "$@" | grep --line-buffered -v -e "%s"\n' "$(command -v "$1")" "$2" >"bin/$1"
    chmod +x "bin/$1"
}

@test "the demonstration on one host fits a page and leaves nothing behind" {
    on h env "$mark" "$demo/demo.sh" >shown
    # The line about the build comes first.
    fits 39 shown
    grep -q '^After [0-9]* ms [A-Z][a-z]* is primary' shown
    same "make demo-lan" "$(tail -n 1 shown | cut -d ' ' -f 1-2)"
    await 5 is_clean
}

@test "the demonstration on a network fits a page and leaves nothing behind" {
    env "$mark" "$demo/lan.sh" >shown
    fits 49 shown
    grep -q '^ *[0-9]* ms  removed  Wiki ' shown
    same "make check" "$(tail -n 1 shown | cut -d ' ' -f 1-2)"
    await 5 is_clean
}

@test "a demonstration refuses a pace that is no number" {
    run -1 --separate-stderr on h env MPDISC_DEMO_PACE=fast "$demo/demo.sh"
    matches 'MPDISC_DEMO_PACE must be a number of seconds' "$stderr"
    same "" "$output"
}

@test "a demonstration fails if something differs from what it says" {
    lacks mpdisc-probe '^Sensor\|^Wiki on'
    run -1 --separate-stderr on h env "$mark" MPDISC_BIN="$PWD/bin" "$demo/demo.sh"
    matches 'FAILED: a search should find 4 services' "$stderr"
    run -1 --separate-stderr env "$mark" MPDISC_BIN="$PWD/bin" "$demo/lan.sh"
    matches 'FAILED: the search should find Camera Printer Web Wiki' "$stderr"
    await 5 is_clean
}

@test "a demonstration has colours on a terminal, and ends with what to type next" {
    on_terminal "env MPDISC_DEMO_PACE=0 $demo/demo.sh"
    await 20 test -s code
    same 0 "$(<code)"
    terminal capture-pane -p -e | grep -q $'\e\\[1m4\\. The primary is killed'
    terminal capture-pane -p -e | grep -q $'\e\\[32mAfter [0-9]* ms'
    terminal capture-pane -p | grep -v '^$' | tail -n 1 | grep -q '^make demo-lan  *# '
}

@test "a demonstration has no colours on a terminal if NO_COLOR is set" {
    on_terminal "env NO_COLOR=1 bash -c '. $demo/stage.sh; heading plain'"
    await 5 test -s code
    terminal capture-pane -p -e | grep -q '^plain'
}

@test "Ctrl-C ends the demonstration on one host and all that it started" {
    ends_by_ctrl_c demo.sh
}

@test "Ctrl-C ends the demonstration on a network and all that it started" {
    ends_by_ctrl_c lan.sh
}

@test "a build takes one line, and shows what it said if it fails" {
    # shellcheck disable=SC2016 # for that shell
    speak='echo compiled; echo warning >&2; exit $0'
    run -0 --separate-stderr "$demo/quietly.sh" -w building sh -c "$speak" 0
    same "building ... done" "$output"
    same "" "$stderr"
    run -3 --separate-stderr "$demo/quietly.sh" -w building sh -c "$speak" 3
    same "building ... failed" "$output"
    same "compiled warning" "$(paste -s -d ' ' <<<"$stderr")"
    run -0 --separate-stderr "$demo/quietly.sh" sh -c "$speak" 0
    same "compiled" "$output"
    same "" "$stderr"
    run -3 --separate-stderr "$demo/quietly.sh" sh -c "$speak" 3
    same "warning" "$stderr"
}
