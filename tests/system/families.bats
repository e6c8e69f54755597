#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Hosts with one address family or both, and with several interfaces on one network or several. Each
# service is listed once, and each listed address reaches its host.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# greet HOST...: starts a server on port 8080 of each host that sends the host's name, over both
# families.
greet() {
    local host
    for host; do
        # shellcheck disable=SC2016 # for perl
        spawn "$host" "greeter-$host" perl -MSocket=:all -e '
            socket(my $port, PF_INET6, SOCK_STREAM, 0) or die;
            setsockopt($port, IPPROTO_IPV6, IPV6_V6ONLY, 0) or die;
            bind($port, pack_sockaddr_in6(8080, IN6ADDR_ANY)) or die;
            listen($port, 16) or die;
            syswrite(STDOUT, "ready\n");
            while (accept(my $peer, $port)) { syswrite($peer, "$ARGV[0]\n"); close $peer; }' "$host"
        await 5 grep -q ready "greeter-$host.out"
    done
}

# who HOST ADDRESS: prints the name of the host that HOST reaches at that address.
who() {
    on "$1" timeout 3 bash -c "exec 9<>'/dev/tcp/$2/8080' && head -n 1 <&9" 2>&1
}

# reaches HOST KEY [ARGUMENT...]: each address that a probe on HOST lists under KEY ("address" or
# "addresses") reaches the service's host.
reaches() {
    local from=$1 key=$2 host address failed=0
    shift 2
    on "$from" mpdisc-probe -f json "$@" >"$from.json"
    [ -s "$from.json" ] || return
    # Each service has at least one address.
    jq -e -s "all(.$key | length > 0)" "$from.json" >/dev/null || return
    jq -r "\"\\(.host) \\(.$key | if type == \"array\" then .[] else . end)\"" "$from.json" |
        sort -u >"$from.addresses"
    [ -s "$from.addresses" ] || return
    while read -r host address; do
        matches "^$host\$" "$(who "$from" "$address")" || failed=1
    done <"$from.addresses"
    return "$failed"
}

# told HOST [ARGUMENT...]: prints all addresses that a probe on HOST lists, sorted.
told() {
    on "$1" mpdisc-probe -f json "${@:2}" | jq -r '.addresses[]' | sort -u | xargs
}

# make_ipv4_only HOST
make_ipv4_only() {
    on "$1" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
}

# add_unusable HOST: adds unusable interfaces, as containers, virtual machines and VPNs leave them.
add_unusable() {
    on "$1" ip link add docker0 type bridge
    set_up "$1" docker0 172.17.0.1/16
    on "$1" ip link add vpn0 type veth peer name vpn1
    set_up "$1" vpn1
    set_up "$1" vpn0 10.8.0.1/32
    # An interface that is down, with an address of the network.
    on "$1" ip link add spare0 type veth peer name spare1
    on "$1" ip address add 192.0.2.200/24 dev spare0
}

@test "complaint_16_ipv6_missed: hosts with IPv4, with IPv6 and with both, on one switch" {
    switch s
    hosts four six both
    plug four eth0 s 192.0.2.4/24
    make_ipv4_only four
    plug six eth0 s 2001:db8::6/64
    plug both eth0 s 192.0.2.10/24 2001:db8::10/64
    for host in four six both; do
        offer "$host" "$host-1"
        offer "$host" "$host-2"
    done
    greet four six both
    finds four "both-1 both-2 four-1 four-2"
    finds six "both-1 both-2 six-1 six-2"
    finds both "both-1 both-2 four-1 four-2 six-1 six-2"
    finds both "both-1 both-2 four-1 four-2" -4
    finds both "both-1 both-2 six-1 six-2" -6
    for host in four six both; do reaches "$host" address; done
    reaches both address -4
    reaches both address -6
    reaches both addresses
}

@test "complaint_16_ipv6_missed: hosts without any IPv4, not even on loopback" {
    hosts a b
    cable a eth0 "" b eth0 ""
    on a ip address del 127.0.0.1/8 dev lo
    on b ip address del 127.0.0.1/8 dev lo
    offer a first
    offer a second
    greet a
    matches '^secondary of ' "$(role second)"
    finds a "first second" -l
    finds a "first second"
    finds b "first second"
    reaches b address
    reaches b addresses
    stop first
    await 5 found b "second"
    finds a "second" -l
}

@test "link-local addresses come with their scope: the same one on two networks" {
    hosts client left right
    cable client eth0 "" left eth0 fe80::1/64
    cable client eth1 "" right eth0 fe80::1/64
    on left ip -6 address del "$(link_local left eth0 | grep -v '^fe80::1$')/64" dev eth0
    on right ip -6 address del "$(link_local right eth0 | grep -v '^fe80::1$')/64" dev eth0
    offer left l
    offer right r
    greet left right
    finds client "l r"
    probe client -f '{host} {address} {endpoint}'
    same $'left fe80::1%eth0 [fe80::1%eth0]:8080\nright fe80::1%eth1 [fe80::1%eth1]:8080' \
        "$(sort <<<"$output")"
    reaches client address
    reaches client addresses
    finds client "r" -i eth1
}

@test "a client with two interfaces on one network lists each service once" {
    switch s
    hosts client a b
    plug client eth0 s 192.0.2.1/24
    plug client eth1 s 192.0.2.2/24
    plug a eth0 s 192.0.2.11/24
    plug b eth0 s
    offer a a-1
    offer a a-2
    offer b b-1
    greet a b
    for _ in 1 2 3; do finds client "a-1 a-2 b-1"; done
    reaches client address
    reaches client addresses
    finds client "a-1 a-2" -4
    finds client "a-1 a-2 b-1" -6
    for interface in eth0 eth1; do
        finds client "a-1 a-2 b-1" -i "$interface"
        probe client -i "$interface" -6 -f '{interface} {address}'
        same "$(printf "$interface %s%%$interface\n" "$(link_local a eth0)" "$(link_local b eth0)" | sort)" \
            "$(sort -u <<<"$output")"
        reaches client addresses -i "$interface"
    done
}

@test "complaint_05_wrong_network: a host with two interfaces on one network tells the addresses of one of them" {
    switch s
    hosts h client
    plug h eth0 s 192.0.2.1/24
    plug h eth1 s 192.0.2.2/24
    add_unusable h
    plug client eth0 s 192.0.2.9/24
    offer h primary
    offer h secondary
    greet h
    first="192.0.2.1 $(link_local h eth0)%eth0"
    second="192.0.2.2 $(link_local h eth1)%eth0"
    for _ in 1 2 3; do
        finds client "primary secondary"
        addresses=$(told client -n primary)
        [ "$addresses" = "$first" ] || same "$second" "$addresses"
    done
    reaches client addresses
    finds client "primary secondary" -4
    finds client "primary secondary" -6
    finds h "primary secondary"
    # A provider bound to one interface tells the addresses of that interface.
    stop primary
    stop secondary
    offer h bound-primary -i eth1
    offer h bound-secondary -i eth1
    finds client "bound-primary bound-secondary"
    same "$second" "$(told client)"
    same "$second" "$(told client -6)"
}

@test "complaint_07_default_route_only: two hosts find each other over the two networks that they share" {
    hosts h client
    cable h eth0 192.0.2.1/24 client eth0 192.0.2.9/24
    cable h eth1 198.51.100.1/24 client eth1 198.51.100.9/24
    on h ip address add 2001:db8:1::1/64 dev eth1
    on client ip address add 2001:db8:1::9/64 dev eth1
    for host in h client; do add_unusable "$host"; done
    offer h primary
    offer h secondary
    greet h
    for _ in 1 2 3; do
        finds client "primary secondary"
        reaches client addresses
    done
    finds client "primary secondary" -i eth0
    same "192.0.2.1 $(link_local h eth0)%eth0" "$(told client -i eth0)"
    finds client "primary secondary" -i eth1
    same "198.51.100.1 2001:db8:1::1 $(link_local h eth1)%eth1" "$(told client -i eth1)"
    probe client -i eth1 -6 -f '{address}'
    same 2001:db8:1::1 "$(sort -u <<<"$output")"
    probe client -i eth1 -4 -f '{address}'
    same 198.51.100.1 "$(sort -u <<<"$output")"
    finds_nothing client -i docker0
    # Each is both a client and a host.
    offer client third
    finds h "primary secondary third"
    finds client "primary secondary third"
}

@test "a provider that uses one family tells addresses of that family" {
    hosts h client
    cable h eth0 192.0.2.1/24 client eth0 192.0.2.9/24
    on h ip address add 2001:db8::1/64 dev eth0
    on client ip address add 2001:db8::9/64 dev eth0
    offer h four -4
    offer h six -6
    greet h
    finds client "four six"
    same "192.0.2.1" "$(told client -n four)"
    same "2001:db8::1 $(link_local h eth0)%eth0" "$(told client -n six)"
    reaches client addresses
    reaches h address
}

@test "complaint_16_ipv6_missed: hosts whose IPv4 networks differ find each other over IPv6" {
    switch s
    hosts a b
    plug a eth0 s 192.0.2.1/24
    plug b eth0 s 198.51.100.1/24
    offer a one
    offer a two
    offer b three
    greet a b
    finds a "one three two"
    finds b "one three two"
    reaches a address
    reaches b address
    probe b -n one -f '{address}'
    same "$(link_local a eth0)%eth0" "$output"
    # A global address comes first if the hosts share its network.
    on a ip address add 2001:db8::1/64 dev eth0
    on b ip address add 2001:db8::2/64 dev eth0
    reached_by_global() {
        [ "$(on b mpdisc-probe -n one -f '{address}')" = 2001:db8::1 ]
    }
    await 3 reached_by_global
    finds b "one three two"
    reaches b address
}

@test "every listed address is usable for the client, not only the first one" {
    switch s
    hosts here elsewhere four
    plug here eth0 s 192.0.2.1/24 2001:db8:1::1/64
    plug elsewhere eth0 s 198.51.100.1/24 2001:db8:2::1/64
    plug four eth0 s 192.0.2.4/24
    make_ipv4_only four
    offer here one
    greet here
    same "192.0.2.1" "$(told four)"
    same "$(link_local here eth0)%eth0" "$(told elsewhere)"
    reaches four addresses
    reaches elsewhere addresses
}
