#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The host's name in advertisements, and as the default instance name.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# set_name HOST BYTES: sets the host name to any bytes, given as a format of printf. hostname(1)
# refuses some of them.
set_name() {
    # shellcheck disable=SC2016 # for that shell
    on "$1" sh -c 'printf "$1" >/proc/sys/kernel/hostname' sh "$2"
}

# serve HOST LABEL [OPTION...]
serve() {
    local host=$1 label=$2
    shift 2
    spawn "$host" "$label" mpdisc-provider "$@"
    await_log "$label" '^role: '
}

# shows NAME HOST: a probe on h prints this name and host for its only service.
shows() {
    probe h -l --format '{name}|{host}\n'
    same "$1|$2" "$output"
}

@test "advertisements follow the host name, and the service keeps its name" {
    set_name h localhost
    serve h printer -t _ipp._tcp -p 631
    serve h second -t _http._tcp -p 80 -n other
    probe h -l _ipp._tcp --format '{name}|{host}\n'
    same 'localhost|localhost' "$output"
    set_name h kitchen.example.org
    sleep 1.1
    probe h -l _ipp._tcp --format '{name}|{host}\n'
    same 'localhost|kitchen' "$output"
    probe h -l _http._tcp --format '{name}|{host}\n'
    same 'other|kitchen' "$output"
}

@test "a provider accepts every host name" {
    local x63 name expected_name expected_host
    x63=$(printf 'x%.0s' {1..63})
    while read -r name expected_name expected_host; do
        set_name h "$name"
        serve h p -t _ipp._tcp -p 631
        shows "$expected_name" "$expected_host"
        stop p
    done <<END
${x63}y $x63 ${x63}y
${x63:1}\\303\\274 ${x63:1} ${x63:1}ü
b\\374ro b-ro b-ro
a\\tb\\177c a-b-c a-b-c
.example.org localhost localhost
(none) localhost localhost
END
}
