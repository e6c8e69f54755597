#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Examples of mpdisc-probe(1), as they are printed there.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load examples

setup() {
    open_lab
    switch s
    hosts web a b
    plug web eth0 s 192.0.2.254/24
    plug a eth0 s 192.0.2.1/24
    plug b eth0 s 192.0.2.2/24
}
teardown() { close_lab; }

# app HOST LABEL NAME PORT: starts a provider of such a service, and waits until it has its role.
app() {
    spawn "$1" "$2" mpdisc-provider -t _app._tcp -n "$3" -p "$4"
    await_log "$2" '^role: '
}

# lists SERVER...: the list for nginx has exactly these servers, in any order.
lists() {
    [ "$(sed -n 's/^ *server/server/p' mpdisc.conf 2>/dev/null | sort)" = \
        "$(printf 'server %s;\n' '127.0.0.1:9 down' "$@" | sort)" ]
}

@test "the list of nginx's servers follows restarts and a power cut" {
    take_example man/mpdisc-probe.1 sh nginx-upstream
    # Its file is in this directory.
    sed -i "s, /etc/nginx/conf.d/, $PWD/," "$example"
    mkdir bin
    # shellcheck disable=SC2016 # for that shell
    printf '#!/bin/sh\necho "$@" >>reloads\n' >bin/nginx
    chmod +x bin/nginx
    app a a1 'one / a' 81
    app a a2 two 82
    app b b1 one 81
    PATH=$PWD/bin:$PATH MPDISC_FORMATS=$BATS_TEST_DIRNAME/../../contrib/formats \
        spawn web w sh "$example"
    await 5 lists 192.0.2.1:81 192.0.2.1:82 192.0.2.2:81
    same "-s reload" "$(<reloads)"

    # The only provider of its host is killed and started again.
    kill_hard b1
    app b b1 one 81
    app b b2 last 83
    await 15 lists 192.0.2.1:81 192.0.2.1:82 192.0.2.2:81 192.0.2.2:83

    on a ip link set eth0 down
    await 15 lists 192.0.2.2:81 192.0.2.2:83
    stop b1
    stop b2
    await 5 lists
    same "" "$(<w.log)"
}
