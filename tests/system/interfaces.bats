#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Complaint 6: interfaces come, go and change while providers run, and discovery breaks until a
# restart. Here each host has a primary and a secondary, and nothing is restarted.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts a b
}
teardown() { close_lab; }

offer_both() {
    offer a first
    offer a second
}

# No provider died or changed its role.
still_there() {
    for label in first second; do
        run has_ended "${pid[$label]}"
        same 1 "$status"
        same 1 "$(grep -c '^role:' "$label.log")"
    done
}

# reached_by ADDRESS: clients on b are told this address.
reached_by() {
    [ "$(on b mpdisc-probe -4 -f json | jq -r '.address, .addresses[]' | grep -v '^fe80:' |
        sort | uniq -c | xargs)" = "4 $1" ]
}

@test "complaint_06_late_interface: an added interface is used" {
    offer_both
    finds a "first second" -l
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    await 3 found b "first second" -4
    await 3 found b "first second" -6
    cable a eth1 198.51.100.1/24 b eth1 198.51.100.2/24
    await 3 found b "first second" -i eth1 -6
    finds b "first second" -i eth1 -4
    still_there
}

@test "complaint_06_changed_address: clients are told the new address" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer_both
    reached_by 192.0.2.1
    on a ip address add 192.0.2.9/24 broadcast + dev eth0
    on a ip address del 192.0.2.1/24 dev eth0
    # Some kernels remove all addresses of a network with its first one.
    set_up a eth0 192.0.2.9/24 || true
    await 3 reached_by 192.0.2.9
    # New addresses, as from another DHCP server.
    on a ip address flush dev eth0 scope global
    on b ip address flush dev eth0 scope global
    set_up a eth0 198.51.100.1/24
    set_up b eth0 198.51.100.2/24
    await 3 reached_by 198.51.100.1
    finds b "first second" -6
    still_there
}

@test "complaint_06_down_and_up: services are found again when the interface is up" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer_both
    finds b "first second"
    on a ip link set eth0 down
    finds_nothing b
    finds a "first second"
    on a ip link set eth0 up
    await 3 found b "first second" -4
    await 5 found b "first second" -6
    still_there
}

@test "complaint_06_removed: an interface that is removed and created again is used" {
    for round in 1 2 3; do
        cable a eth0 "192.0.2.$round/24" b eth0 192.0.2.99/24
        [ "$round" != 1 ] || offer_both
        await 3 found b "first second" -4
        await 3 found b "first second" -6
        on a ip link del eth0
        finds a "first second"
        finds a "first second" -l
    done
    still_there
}

@test "complaint_06_named_interface: a provider bound to a removed interface uses the next one of that name" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    cable a eth1 198.51.100.1/24 b eth1 198.51.100.2/24
    offer a first -i eth0
    offer a second -i eth0
    finds b "first second"
    finds b "first second" -i eth0
    finds_nothing b -i eth1
    on a ip link del eth0
    finds_nothing b
    finds a "first second" -l
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    await 3 found b "first second" -4 -i eth0
    await 3 found b "first second" -6 -i eth0
    finds_nothing b -i eth1
    still_there
}

@test "complaint_06_before_the_network: providers that start before any interface is up" {
    on a ip link set lo down
    offer a first
    launch a second
    on a ip link set lo up
    await_log second '^role: ' 10
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    await 3 found b "first second" -4
    await 3 found b "first second" -6
    still_there
}

@test "complaint_06_many_changes: many changes at once cost only a little time" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer_both
    # shellcheck disable=SC2016 # for that shell
    on a sh -c 'for i in $(seq 40); do
            ip link add x$i type veth peer name y$i && ip address add 203.0.113.$i/32 dev x$i &&
                ip link set x$i up && ip link set y$i up || exit
        done
        for i in $(seq 1 2 39); do ip link del x$i; done'
    await 3 found b "first second" -4
    finds b "first second" -6
    # shellcheck disable=SC2016
    on a sh -c 'for i in $(seq 2 2 40); do ip link del x$i; done'
    await 3 found b "first second"
    reached_by 192.0.2.1
    still_there
}
