#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Requests are answered if they come from a neighbour on the link of their interface, from this
# host, or from an allowed network. A request with any other source gets no answer.

# shellcheck disable=SC2154,SC2030,SC2031 # what bats and lab.bash set; each test has its own
load lab
load messages

setup() {
    open_lab
    hosts h left right
    cable h eth0 192.0.2.1/24 left eth0 192.0.2.2/24
    cable h eth1 198.51.100.1/24 right eth0 198.51.100.2/24
    # Lets the kernel pass packets that it drops by default.
    # shellcheck disable=SC2016 # for that shell
    on h sh -c 'for name in rp_filter=0 accept_local=1 route_localnet=1; do
        for each in /proc/sys/net/ipv4/conf/*; do echo "${name#*=}" >"$each/${name%=*}"; done
    done'
    on left ip route add 198.51.100.0/24 via 192.0.2.1
    on right ip route add 192.0.2.0/24 via 198.51.100.1
    listen_to h '{ eth0, eth1 }'
}
teardown() { close_lab; }

# offer_two [OPTION...]: offers services by a primary and a secondary.
offer_two() {
    offer h a --announce 0 "$@"
    offer h b --announce 0 "$@"
    await 2 found h "a b" -l
    answers=$(counter h answers)
    off_link=$(counter h drop-off-link)
    before=$(sent h)
}

# ask HOST ADDRESS: sends a new request. Prints the types of the answers.
ask() {
    new_request >request
    throw "$1" "$2" 6737 request | xargs
}

# is_answered HOST ADDRESS: at least one provider answers; not all need to answer a first request.
is_answered() {
    matches '^2( 2)*$' "$(ask "$1" "$2")"
}

# ask_as HOST SOURCE PORT ADDRESS: sends a new request with a forged source.
ask_as() {
    new_request >request
    forge "$1" "$2" "$3" "$4" 6737 request
}

# is_dropped HOST SOURCE ADDRESS: a request from HOST to ADDRESS with this forged source is dropped.
is_dropped() {
    ask_as "$1" "$2" 4000 "$3"
    off_link=$((off_link + 1))
    await 2 has_dropped "$off_link" || { echo "not dropped: $2 by $1"; return 1; }
    same "$answers" "$(counter h answers)"
}

has_dropped() {
    [ "$(counter h drop-off-link)" = "$1" ]
}

has_answered() {
    [ "$(counter h answers)" = "$1" ]
}

@test "a source is a neighbour only on the interface of its link" {
    offer_two
    for to in 192.0.2.1 192.0.2.255 198.51.100.1; do
        # An address of the other network, the host's own one there, one of neither network, two of
        # loopback, and the broadcast address.
        for source in 198.51.100.2 198.51.100.1 203.0.113.1 127.0.0.1 127.0.0.9 192.0.2.255; do
            is_dropped left "$source" "$to"
        done
    done
    is_dropped right 192.0.2.2 198.51.100.1
    is_dropped right 192.0.2.2 192.0.2.1
    same "$before" "$(sent h)"
    # The same addresses are answered if their owners send.
    is_answered left 192.0.2.1
    is_answered right 198.51.100.255
    # The destination address does not matter, only the link does.
    ask_as left 192.0.2.2 4000 198.51.100.1
    await 2 has_answered $((answers + 3))
}

@test "a source that is not a host's address is not answered" {
    offer_two
    on h ip route add default via 192.0.2.2
    for source in 255.255.255.255 224.0.0.251 240.0.0.1; do
        ask_as left "$source" 4000 192.0.2.1
        ask_as left "$source" 4000 192.0.2.255
    done
    # Port 0 is not answered either.
    ask_as left 192.0.2.2 0 192.0.2.1
    sleep 0.3
    same "$before" "$(sent h)"
    finds left "a b"
}

@test "an IPv6 source is a neighbour only on the interface of its link" {
    on h ip address add 2001:db8:1::1/64 dev eth0
    on h ip address add 2001:db8:2::1/64 dev eth1
    on left ip address add 2001:db8:1::2/64 dev eth0
    # The host right claims an address of the other network.
    on right ip address add 2001:db8:1::2/128 dev eth0
    on right ip route add 2001:db8:2::/64 dev eth0
    offer_two
    same "" "$(ask right 2001:db8:2::1)"
    await 2 has_dropped $((off_link + 1))
    same "$before" "$(sent h)"
    # A route may put the address on the link.
    on h ip route add 2001:db8:1::2/128 dev eth1
    await 2 is_answered right 2001:db8:2::1
    on h ip route delete 2001:db8:1::2/128 dev eth1
    is_answered left 2001:db8:1::1
}

@test "allowed networks are answered over IPv4 and IPv6" {
    on h ip address add 2001:db8:2::1/64 dev eth1
    on right ip address add 2001:db8:9::2/128 dev eth0
    on right ip route add 2001:db8:2::/64 dev eth0
    on h ip route add 2001:db8:9::/64 dev eth1
    offer_two --allow 2001:db8:9::/64 --allow 203.0.113.0/24
    is_answered right 2001:db8:2::1
    on left ip address add 203.0.113.5/32 dev eth0
    on h ip route add 203.0.113.0/24 dev eth0
    ask_as left 203.0.113.5 4000 192.0.2.1
    answers=$((answers + 2))
    await 2 has_answered "$answers"
    is_dropped left 203.0.114.5 192.0.2.1
}

@test "two primaries do not answer each other's answers" {
    offer_two
    offer left other --announce 0
    ask_as left 192.0.2.2 6737 192.0.2.1
    await 2 has_answered $((answers + 1))
    sleep 0.5
    # The other primary drops each answer of h and does not answer it.
    same "0 $(($(sent h) - before))" "$(counter left requests) $(counter left drop-unexpected)"
    same $((answers + 1)) "$(counter h answers)"
}
