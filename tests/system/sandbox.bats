#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A sandbox that refuses netlink. The programs then use other sources for interfaces and addresses.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts a b
    helper=$(command -v without-netlink) || skip "the helper is not built"
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
}
teardown() { close_lab; }

# offer_confined NAME [ARGUMENT...]
offer_confined() {
    local name=$1
    shift
    spawn a "$name" "$helper" mpdisc-provider -t _http._tcp -p 8080 -n "$name" "$@"
    await_log "$name" '^role: '
}

@test "providers without netlink find each other, and are found over both families" {
    offer_confined first
    offer_confined second
    has_role second 'secondary of *'
    finds a "first second" -l
    finds b "first second" -4
    await 7 found b "first second" -6
    for name in first second; do
        same 1 "$(grep -c 'refuses netlink' "$name.log")"
    done
    # The label of an address names an interface, too.
    on a ip address add 198.51.100.1/24 dev eth0 label eth0:1
    on b ip address add 198.51.100.2/24 broadcast + dev eth0
    on b ip address del 192.0.2.2/24 dev eth0
    await 12 found b "first second" -4
}

@test "a search without netlink asks the network" {
    offer a first
    run on b "$helper" mpdisc-probe -f '{name}'
    same first "$output"
    run on a "$helper" mpdisc-probe -l -f '{name}'
    same first "$output"
}

@test "providers without netlink and /proc/net are found over IPv4 and loopback" {
    for name in first second; do
        # shellcheck disable=SC2016 # for that shell
        spawn a "$name" unshare -m sh -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \
            "$helper" mpdisc-provider -t _http._tcp -p 8080 -n "$name"
        await_log "$name" '^role: '
    done
    finds a "first second" -l
    finds b "first second" -4
}
