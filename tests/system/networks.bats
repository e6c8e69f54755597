#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Several hosts, and several networks.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load client

setup() { open_lab; }
teardown() { close_lab; }

# addresses HOST [ARGUMENT...]: prints the addresses that clients there are told, sorted, without
# link-local ones.
addresses() {
    local host=$1
    shift
    on "$host" mpdisc-probe -f json "$@" | jq -r '.addresses[]' | grep -v '^fe80:' | sort -u | xargs
}

@test "two hosts on a cable find each other's services" {
    hosts a b
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer a one
    offer b two
    finds a "one two"
    finds b "one two"
    probe b -n one -f '{host} {address} {interface} {endpoint}'
    same "a 192.0.2.1 eth0 192.0.2.1:8080" "$output"
}

@test "three hosts on a switch, each with a primary and a secondary, are all found from each" {
    switch s
    hosts a b c client
    address=1
    for host in a b c client; do
        plug "$host" eth0 s "192.0.2.$address/24"
        address=$((address + 1))
    done
    for host in a b c; do
        offer "$host" "$host-first"
        offer "$host" "$host-second"
    done
    for host in a b c client; do
        finds "$host" "a-first a-second b-first b-second c-first c-second"
    done
    probe client -f '{host} {address} {role}'
    same "$(printf '%s\n' 'a 192.0.2.1 primary' 'a 192.0.2.1 secondary' 'b 192.0.2.2 primary' \
        'b 192.0.2.2 secondary' 'c 192.0.2.3 primary' 'c 192.0.2.3 secondary')" \
        "$(sort <<<"$output")"
}

@test "each provider answers from its own socket, with the address that was asked as source" {
    hosts a client
    cable a eth0 192.0.2.1/24 client eth0 192.0.2.2/24
    # Another address on the same interface, and another interface.
    on a ip address add 192.0.2.77/24 dev eth0
    for name in w x y z; do offer a "$name"; done
    for asked in 192.0.2.255 192.0.2.1; do
        ask client "$asked" >answers
        same 4 "$(wc -l <answers)"
        same 4 "$(sort -u answers | wc -l)"
        same 192.0.2.1 "$(cut -d ' ' -f 1 answers | sort -u)"
        same 1 "$(grep -c ' 6737$' answers)"
        cut -d ' ' -f 2 answers | while read -r port; do process_at a "$port"; done | sort >senders
        same "$(printf '%s\n' "${pid[@]}" | sort)" "$(cat senders)"
    done
    ask client 192.0.2.77 >answers
    same "4 192.0.2.77" "$(cut -d ' ' -f 1 answers | uniq -c | xargs)"
}

@test "complaint_05_wrong_network: each client is told only addresses of its own network" {
    hosts h left right
    cable h eth0 192.0.2.1/24 left eth0 192.0.2.2/24
    cable h eth1 198.51.100.1/24 right eth0 198.51.100.2/24
    on h ip address add 2001:db8:1::1/64 dev eth1
    on right ip address add 2001:db8:1::2/64 dev eth0
    # A bridge as container hosts have it.
    on h ip link add docker0 type bridge
    set_up h docker0 172.17.0.1/16
    offer h primary
    offer h secondary
    same "192.0.2.1" "$(addresses left)"
    same "198.51.100.1 2001:db8:1::1" "$(addresses right)"
    finds left "primary secondary"
    finds right "primary secondary"
    same "172.17.0.1 192.0.2.1 198.51.100.1 2001:db8:1::1" "$(addresses h -l)"
    probe left -4 -f '{address} {interface}'
    same "192.0.2.1 eth0" "$(sort -u <<<"$output")"
}

@test "complaint_07_default_route_only: a request goes out through every interface" {
    hosts h left right
    cable h eth0 192.0.2.1/24 left eth0 192.0.2.2/24
    cable h eth1 198.51.100.1/24 right eth0 198.51.100.2/24
    on h ip route add default via 192.0.2.2
    offer left l
    offer right r
    finds h "l r"
    finds h "l" -i eth0
    finds h "r" -i eth1
    finds h "r" -i eth1 -4
    finds h "r" -i eth1 -6
    # A host that is reached over two networks is listed once.
    cable h eth2 192.0.2.3/24 left eth1 192.0.2.4/24
    finds h "l r"
}

@test "complaint_16_ipv6_missed: hosts without IPv4 find each other by multicast" {
    hosts a b
    cable a eth0 "" b eth0 ""
    offer a one
    offer a two
    finds b "one two"
    finds b "one two" -6
    finds_nothing b -4
    link_local=$(link_local a eth0)
    probe b -n two -f json
    same "$link_local%eth0" "$(jq -r .address <<<"$output")"
    same "$link_local%eth0" "$(jq -r '.addresses[]' <<<"$output")"
    probe b -n two -f '{endpoint}'
    same "[$link_local%eth0]:8080" "$output"
}

@test "complaint_16_ipv6_missed: a host with both families is found over each" {
    hosts a b
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer a one
    offer a two
    finds b "one two" -6
    probe b -6 -f '{address}'
    matches '^fe80:.*%eth0'$'\n''fe80:' "$output"
    finds b "one two" -4
    probe b -4 -f '{address}'
    same 192.0.2.1 "$(sort -u <<<"$output")"
    finds a "one two" -6 -l
    finds a "one two" -4 -l
}

@test "a provider answers only on the configured interface and family" {
    hosts h left right
    cable h eth0 192.0.2.1/24 left eth0 192.0.2.2/24
    cable h eth1 198.51.100.1/24 right eth0 198.51.100.2/24
    offer h everywhere
    offer h left -i eth0
    offer h four -4
    offer h six -6
    finds left "everywhere four left six"
    finds right "everywhere four six"
    finds left "everywhere four left" -4
    finds left "everywhere left six" -6
    finds right "everywhere four" -4
    finds right "everywhere six" -6
    finds h "everywhere four left six" -l
    # The same holds for a primary.
    stop everywhere
    await 5 found left "four left" -4
    finds left "left six" -6
    finds right "four" -4
    finds right "six" -6
    stop left
    stop four
    offer h right -i eth1
    await 5 found right "right six" -6
    finds right "right" -4
    finds left "six" -6
    finds_nothing left -4
}

@test "only the addresses given by --to are asked" {
    switch s
    hosts a b c
    plug a eth0 s 192.0.2.1/24 2001:db8::1/64
    plug b eth0 s 192.0.2.2/24
    plug c eth0 s 192.0.2.3/24 2001:db8::3/64
    offer a one
    offer a two
    offer b three
    finds c "one two" --to 192.0.2.1
    finds c "one three two" --to 192.0.2.1 --to 192.0.2.2:6737
    finds c "one three two" --to 192.0.2.255
    finds c "one two" --to 2001:db8::1
    finds c "one two" --to '[2001:db8::1]:6737'
    finds_nothing c --to 192.0.2.3
    finds_nothing c --to 192.0.2.1:6738
    finds c "one two" --to "$(link_local a eth0)" -i eth0
    finds a "one two" --to 127.0.0.1
}

@test "complaint_17_amplification: clients off the link are answered only if --allow permits it" {
    hosts server router far
    cable server eth0 192.0.2.1/24 router eth0 192.0.2.254/24
    cable far eth0 203.0.113.1/24 router eth1 203.0.113.254/24
    on router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    on server ip route add default via 192.0.2.254
    on far ip route add default via 203.0.113.254
    offer server a
    offer server b
    finds router "a b"
    finds_nothing far --to 192.0.2.1
    matches $'drop-off-link\t[1-9]' "$(on server mpdisc-probe --status -f tsv)"
    stop a
    stop b
    # A secondary decides by its own --allow.
    offer server allowing --allow 203.0.113.0/24 --allow 2001:db8::/32
    offer server strict
    offer server allowing-too --allow 203.0.113.1
    probe far --to 192.0.2.1 -w 0.5 -f '{name} {address}'
    same $'allowing 192.0.2.1\nallowing-too 192.0.2.1' "$(sort <<<"$output")"
}

@test "providers at different discovery ports do not see each other" {
    hosts a b
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    offer a one
    offer a two -P 7000
    offer a three -P 7000
    same primary "$(role two)"
    finds b "one"
    finds b "three two" -P 7000
    finds b "three two" --to 192.0.2.1:7000
}

@test "no other socket of a provider gets a discovery port from the system's port range" {
    hosts h
    # Room for two providers with two sockets for each family, and for a probe.
    on h sh -c 'echo 50000 50008 >/proc/sys/net/ipv4/ip_local_port_range'
    for _ in {1..20}; do
        launch h a -P 50003
        launch h b -P 50003
        for name in a b; do await_log "$name" '^role: '; done
        await 2 found h "a b" -l -P 50003
        found h "a b" -4 -P 50003
        found h "a b" -6 -P 50003
        on h mpdisc-probe --status -P 50003 -f tsv >/dev/null
        same 0 "$(cat a.log b.log | grep -c -e 'still trying' -e 'does not answer')"
        stop a
        stop b
    done
}

@test "a probe never gets the discovery port, so a provider that starts meanwhile is primary" {
    hosts h
    on h sh -c 'echo 50000 50004 >/proc/sys/net/ipv4/ip_local_port_range'
    for _ in {1..20}; do
        # The probe waits for a primary that does not exist yet; -1 ends it when one answers.
        spawn h asker mpdisc-probe -l -1 -w 5 -P 50002 -f '{name}'
        sleep 0.02
        offer h a -P 50002
        has_role a primary
        finish asker
        same "0 a" "$exit_code $(cat asker.out)"
        stop a
    done
}
