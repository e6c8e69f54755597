#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The multicast groups of a primary while interfaces come and go.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts a b
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer a first
    offer a second
    finds b "first second" -6
}
teardown() { close_lab; }

# listens_by HOST IF: the host is a member of the discovery group on that interface.
listens_by() {
    on "$1" cat /proc/net/igmp6 | grep -q "[[:space:]]$2[[:space:]]*ff12000000000000000*6d7064697363"
}

@test "memberships end with their interfaces: ${MEMBERSHIPS_ROUNDS:=120} times ten come and go" {
    # A socket has no room for 1,000 memberships.
    on a sysctl -q net.core.optmem_max=20480 2>/dev/null || true
    for ((round = 0; round < MEMBERSHIPS_ROUNDS; ++round)); do
        for i in {0..4}; do
            echo "link add x$i type veth peer name y$i"
            echo "link set x$i up"
            echo "link set y$i up"
        done | on a ip -batch -
        # Checks only some rounds, because the provider looks at the interfaces at a limited rate.
        ((round % 10)) || await 3 listens_by a x4
        for i in {0..4}; do
            echo "link del x$i"
        done | on a ip -batch -
    done
    found b "first second" -6
    cable a eth1 198.51.100.1/24 b eth1 198.51.100.2/24
    await 3 found b "first second" -6 -i eth1
    finds b "first second" -6 -i eth0
}

@test "memberships survive an MTU that is too small for IPv6 for a moment" {
    for round in {1..5}; do
        on a ip link set eth0 mtu 1200
        sleep 0.01
        on a ip link set eth0 mtu 1500
        await_ipv6 a eth0
        await 3 found b "first second" -6
    done
}

@test "an interface that returns from another namespace is used again" {
    hosts c
    for round in {1..3}; do
        on a ip link set eth0 netns "${host_pid[c]}"
        on c ip link set eth0 up
        on c ip link set eth0 netns "${host_pid[a]}"
        set_up a eth0 192.0.2.1/24
        await_ipv6 a eth0
        await 3 found b "first second" -6
        finds b "first second" -4
    done
}
