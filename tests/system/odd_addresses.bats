#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Unusual addresses, names and routes. A neighbour is found if the kernel can reach it on the link.
# Host a has a primary and a secondary; host b asks.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load messages

setup() {
    open_lab
    hosts a b
}
teardown() { close_lab; }

# offer_both [OPTION...]
offer_both() {
    offer a first "$@"
    offer a second "$@"
}

# found_both [ARGUMENT...]: b finds both services with each kind of request that reaches the
# interface.
found_both() {
    await 3 found b "first second" "$@"
}

# plain_cable: connects a and b without IPv6 and without addresses.
plain_cable() {
    on a ip link add eth0 type veth peer name eth0 netns "${host_pid[b]}"
    for host in a b; do
        on "$host" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6'
        on "$host" ip link set eth0 up
    done
}

# addresses_told [ARGUMENT...]: prints all addresses that b is told.
addresses_told() {
    on b mpdisc-probe -f json "$@" | jq -r '.addresses[]' | sort -u | xargs
}

@test "a search on a host with too many networks says that it did not ask all" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    for number in {0..259}; do
        echo "address add 10.$((number / 250)).$((number % 250)).1/24 broadcast + dev eth0"
    done >networks
    on b ip -batch networks
    offer_both
    complaint='mpdisc-probe: some networks were not asked: this host has more than 256'
    probe b -f '{name}'
    same $'first\nsecond' "$(sort <<<"$output")"
    same "$complaint" "$stderr"
    same 4 "$status"
    probe b -w 0.3 -n none
    same "$complaint" "$stderr"
    same 4 "$status"
    # The search is complete if it finds all that was wanted, or asks all that it should.
    probe b -c 2 -f '{name}'
    same 0 "$status"
    finds b "first second" --to 192.0.2.1
    finds_nothing b -l
}

@test "an interface is known by its alternative names and its aliases" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    cable a eth1 198.51.100.1/24 b eth1 198.51.100.2/24
    for host in a b; do
        on "$host" ip link property add dev eth0 altname lan altname an-alternative-name-of-32-bytes0
        on "$host" ip address add 203.0.113.1/32 dev eth0 label eth0:1
    done
    for name in lan an-alternative-name-of-32-bytes0 eth0:1; do
        offer_both -i "$name"
        finds b "first second" -4
        finds b "first second" -i "$name"
        finds_nothing b -i eth1
        stop first
        stop second
    done
    probe b -i eth0vip
    same 2 "$status"
}

@test "an address with a label of its own is used" {
    plain_cable
    on a ip address add 192.0.2.1/24 dev eth0 label eth0vip
    on b ip address add 192.0.2.2/24 dev eth0 label eth0vip
    offer_both -i eth0
    found_both
    same 192.0.2.1 "$(addresses_told)"
}

@test "a neighbour that is on the link only by a route is answered: IPv4 /32" {
    plain_cable
    on a ip address add 10.0.0.1/32 dev eth0
    on b ip address add 10.0.0.2/32 dev eth0
    on b ip route add 10.0.0.1 dev eth0
    offer_both
    finds_nothing b --to 10.0.0.1
    # A route that is added later counts, too.
    on a ip route add 10.0.0.2 dev eth0
    found_both --to 10.0.0.1
}

@test "a neighbour that is on the link only by a route is answered: IPv6 /128" {
    cable a eth0 "" b eth0 ""
    on a ip address add 2001:db8::1/128 dev eth0
    on b ip address add 2001:db8::2/128 dev eth0
    on a ip route add 2001:db8::/64 dev eth0
    on b ip route add 2001:db8::/64 dev eth0
    offer_both
    found_both --to 2001:db8::1
}

@test "a route to everywhere does not make all hosts neighbours" {
    plain_cable
    on a ip address add 10.0.0.1/32 dev eth0
    on b ip address add 10.0.0.2/32 dev eth0
    on b ip route add 10.0.0.1 dev eth0
    on a ip route add default dev eth0
    # As a tunnel for all traffic sets its routes.
    on a ip route add 0.0.0.0/1 dev eth0
    on a ip route add 128.0.0.0/1 dev eth0
    offer_both
    finds_nothing b --to 10.0.0.1
}

@test "600 addresses on lo leave room for the network" {
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    for host in a b; do
        for i in {1..600}; do
            echo "address add 10.9.$((i / 250)).$((i % 250))/32 dev lo"
        done | on "$host" ip -batch -
    done
    offer_both
    finds b "first second" -4
    finds b "first second" -6
    await_log first 'too many addresses or interfaces: some are not used'
    same 1 "$(grep -c 'some are not used' first.log)"
}

@test "deprecated addresses are answered but not told" {
    plain_cable
    on a ip address add 192.0.2.1/24 dev eth0
    on a ip address add 192.0.2.9/24 dev eth0 preferred_lft 0 valid_lft 300
    on b ip address add 192.0.2.2/24 dev eth0
    offer_both
    found_both
    same 192.0.2.1 "$(addresses_told)"
    found_both --to 192.0.2.9
    same 192.0.2.1 "$(addresses_told --to 192.0.2.9)"
    # A deprecated address is told if there is no other one.
    on a ip address add 198.51.100.1/24 dev eth0
    on a ip address del 192.0.2.1/24 dev eth0
    on a ip address del 198.51.100.1/24 dev eth0
    on a ip address replace 192.0.2.9/24 dev eth0 preferred_lft 0 valid_lft 300
    found_both
    same 192.0.2.9 "$(addresses_told)"
}

@test "deprecated IPv6 addresses are not told, even if /proc/net is hidden" {
    cable a eth0 "" b eth0 2001:db8::2/64
    on a ip address add 2001:db8::1/64 dev eth0
    on a ip address add 2001:db8::9/64 dev eth0 preferred_lft 0 valid_lft 300
    for name in first second; do
        # shellcheck disable=SC2016 # for that shell
        spawn a "$name" unshare -m sh -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \
            "$(command -v mpdisc-provider)" -t _http._tcp -p 8080 -n "$name"
        await_log "$name" '^role: '
    done
    found_both
    same 2001:db8::1 "$(addresses_told -6 | tr ' ' '\n' | grep -v fe80 | xargs)"
}

@test "a client is told the address of its own network among many on an interface" {
    plain_cable
    for i in {1..20}; do
        on a ip address add "10.0.$i.1/24" broadcast + dev eth0
    done
    on b ip address add 10.0.17.2/24 broadcast + dev eth0
    offer_both
    found_both
    probe b -f '{address} {addresses}'
    same "$(printf '%s\n' '10.0.17.1 10.0.17.1' '10.0.17.1 10.0.17.1')" "$output"
}

@test "an interface that does not exist yet is waited for" {
    launch a first -i wlan0
    await_log first '^role: primary'
    await_log first 'interface wlan0 does not exist; waiting for it'
    offer a second -i wlan0
    finds a "first second" -l
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    finds_nothing b
    cable a wlan0 198.51.100.1/24 b eth1 198.51.100.2/24
    await_log first 'interface wlan0 exists now'
    found_both -i eth1
    finds_nothing b -i eth0
    same 1 "$(grep -c 'does not exist' first.log)"
    # The next interface of that name has another index.
    on a ip link del wlan0
    await_log second 'interface wlan0 exists now'
    for name in first second; do
        await 3 grep -q '^interface wlan0 went away; waiting for it$' "$name.log"
        same 1 "$(grep -c 'does not exist' "$name.log")"
    done
    cable a wlan0 198.51.100.1/24 b eth1 198.51.100.2/24
    found_both -i eth1
}

@test "an unknown interface is an error for a search" {
    probe a -i wlan0
    same 2 "$status"
    matches "wlan0" "$stderr"
}

@test "a search asks on a bridge and not on its ports" {
    cable a eth0 "" b eth0 ""
    on b ip link add br0 type bridge mcast_snooping 0
    on b ip link set eth0 master br0
    set_up b br0 192.0.2.2/24
    set_up a eth0 192.0.2.1/24
    offer_both
    found_both
    # The port still has its link-local address.
    [ -n "$(on b ip -6 address show dev eth0 scope link)" ]
    run on b strace -e trace=sendmmsg -o calls mpdisc-probe
    matches 'if_nametoindex\("br0"\)' "$(<calls)"
    same 0 "$(grep -c 'if_nametoindex("eth0")' calls)"
}

# masks OF_A OF_B: with these addresses and netmasks, each host finds the other's services.
masks() {
    plain_cable
    on a ip address add "$1" broadcast + dev eth0
    on b ip address add "$2" broadcast + dev eth0
    offer_both
    offer b other
    finds b "first other second" -4
    finds a "first other second" -4
}

@test "netmasks differ: the client's is the wider one" {
    masks 10.0.1.1/24 10.0.2.5/16
}

@test "netmasks differ: neither has the other in its network" {
    masks 10.0.1.1/24 10.0.2.5/24
}

@test "a network of two addresses" {
    masks 10.0.1.0/31 10.0.1.1/31
}

@test "networks of one address without a route to each other" {
    masks 10.0.1.1/32 10.0.2.1/32
}

@test "many services are found even if the netmasks differ" {
    plain_cable
    on a ip address add 10.0.1.1/24 broadcast + dev eth0
    on b ip address add 10.0.2.5/16 broadcast + dev eth0
    {
        for i in {1..300}; do
            printf '[service]\nname = s%d\ntype = _http._tcp\nport = 80\nattr = text=%0100d\n' "$i" 0
        done
    } >many.conf
    spawn a many mpdisc-provider -c many.conf
    await_log many '^role: primary'
    probe b -f '{name}' -4
    same 300 "$(wc -l <<<"$output")"
    same 0 "$status"
}

@test "a peer at the other end of a link is asked and answered" {
    plain_cable
    for host in a b; do
        on "$host" ip link set eth0 arp on
    done
    on a ip address add 10.8.0.5 peer 10.8.0.6 dev eth0
    on b ip address add 10.8.0.6 peer 10.8.0.5 dev eth0
    offer_both
    finds b "first second" -4
    finds b "first second" -4 --to 10.8.0.5
}

@test "a request with a forged source behind a router brings that source nothing" {
    plain_cable
    on a ip address add 10.0.1.1/24 broadcast + dev eth0
    on b ip address add 10.0.1.2/24 broadcast + dev eth0
    on a ip route add default via 10.0.1.2
    on b ip route add broadcast 255.255.255.255 dev eth0
    offer_both
    router=$(on b cat /sys/class/net/eth0/address)
    on b tcpdump -n -e -i eth0 --immediate-mode -U -w seen udp >/dev/null 2>&1 3>&- &
    sleep 1
    for source in 203.0.113.9 192.0.2.1; do
        new_request >request
        forge b "$source" 4000 255.255.255.255 6737 request
    done
    await 2 has_answered
    sleep 0.5
    kill $!
    # The answers are not sent, because a host off the link has no hardware address on it.
    same "" "$(tcpdump -n -e -r seen "ether dst $router" 2>/dev/null)"
}

has_answered() {
    (($(counter a answers) >= 2))
}
