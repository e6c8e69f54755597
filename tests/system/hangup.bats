#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# SIGHUP ends only a provider that has lost its terminal.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# on_terminal SCRIPT [COMMAND...]: opens a terminal with a shell as session leader that runs SCRIPT.
# `sh run` in SCRIPT becomes the provider ${pid[a]}, started by COMMAND. ${pid[terminal]} holds the
# terminal.
on_terminal() {
    echo "$1" >session
    shift
    echo "echo \$\$ >a.pid; exec $* mpdisc-provider -t _http._tcp -p 8080 -n a 2>a.log" >run
    # Keeps the terminal's input open.
    mkfifo input
    spawn h typist sh -c 'exec sleep 60 >input'
    nsenter -t "${host_pid[h]}" "${host_enter[@]}" -- env --default-signal \
        script -q -c 'sh session' /dev/null <input >terminal.out 2>terminal.log 3>&- &
    pid[terminal]=$!
    await 5 test -e a.log
    await_log a '^role: '
    pid[a]=$(<a.pid)
}

# Like a closed window or a broken connection.
lose_terminal() {
    {
        kill -KILL "${pid[terminal]}"
        wait "${pid[terminal]}" || true
    } 2>/dev/null
}

ends() {
    await 3 has_ended "${pid[a]}"
    same stopped "$(tail -n 1 a.log)"
    finds_nothing h -l
}

# The provider still runs after a second, the time in which SIGHUP would end it.
goes_on() {
    sleep 1.5
    finds h a -l
    same "role: primary" "$(grep '^role: ' a.log)"
}

@test "a provider without a terminal only logs a line on SIGHUP" {
    spawn h a setsid mpdisc-provider -t _http._tcp -p 8080 -n a
    await_log a '^role: '
    signal a HUP
    await_log a '^SIGHUP ignored: restart to change the configuration$'
    signal a HUP
    goes_on
    stop a
    same 0 "$exit_code"
    same stopped "$(tail -n 1 a.log)"
}

@test "a provider that is the session leader of a terminal ends when the terminal closes" {
    on_terminal 'exec sh run'
    lose_terminal
    ends
}

@test "a job that gets SIGHUP from its shell ends when the terminal closes" {
    on_terminal 'sh run & trap "kill -HUP $!; exit" HUP; while :; do sleep 0.05; done'
    lose_terminal
    ends
}

@test "a job ends if its shell sends SIGHUP before the shell itself ends" {
    on_terminal 'sh run & until [ -e leave ]; do sleep 0.05; done; kill -HUP $!; sleep 0.3'
    : >leave
    ends
}

@test "SIGHUP does not end a provider whose terminal is still there" {
    on_terminal 'exec sh run'
    signal a HUP
    goes_on
    lose_terminal
    ends
}

@test "nohup lets a provider outlast its terminal" {
    on_terminal 'exec sh run' nohup
    lose_terminal
    goes_on
    signal a TERM
    ends
}

@test "a command gets SIGHUP, and decides" {
    spawn h a setsid mpdisc-provider -t _http._tcp -p 8080 -n a -- \
        sh -c 'trap "echo reloaded" HUP; echo ready; while :; do sleep 0.05; done'
    await 5 grep -q ready a.out
    signal a HUP
    await 5 grep -q reloaded a.out
    goes_on
    same 0 "$(grep -c SIGHUP a.log)"
    stop a
    same 143 "$exit_code"
}
