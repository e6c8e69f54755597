#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Hosts that know each other: the list of hosts, the counts in the status, and a host that is known
# but does not answer.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# three_hosts: a, b and c on one switch, 192.0.2.1 to 192.0.2.3. a and b have one provider each.
three_hosts() {
    switch s
    hosts a b c
    plug a eth0 s 192.0.2.1/24
    plug b eth0 s 192.0.2.2/24
    plug c eth0 s 192.0.2.3/24
    offer a web-a
    offer b web-b
}

# lists HOST "ADDRESS..." [ARGUMENT...]: --hosts shows hosts with these first addresses, sorted.
lists() {
    local host=$1 addresses=$2
    shift 2
    probe "$host" --hosts -f tsv "$@" &&
        same 0 "$status" &&
        same "$addresses" "$(cut -f 3 <<<"$output" | cut -d ' ' -f 1 | sort | paste -s -d ' ')"
}

knows() {
    lists "$@" >/dev/null 2>&1
}

# own_id HOST: prints the id of the host.
own_id() {
    neighbourhood "$1" 2
}

@test "a host with a provider lists itself and its neighbours, in each format" {
    three_hosts
    await 5 is_settled a
    lists a "127.0.0.1 192.0.2.2"
    ipv6=$(link_local b eth0)
    primary=$(on b mpdisc-probe --status -f json | jq -r 'select(.role) | .id')
    probe a --hosts -f tsv
    matches "^$(own_id a)"$'\t-\t127\.0\.0\.1\tlo\t1\t0\t2$' "$(grep lo <<<"$output")"
    line=$(grep -v lo <<<"$output")
    same "$(own_id b)" "$(cut -f 1 <<<"$line")"
    same "$primary" "$(cut -f 2 <<<"$line")"
    same "$(printf '%s\n' "$ipv6%eth0" 192.0.2.2 | sort)" "$(cut -f 3 <<<"$line" | tr ' ' '\n' | sort)"
    same eth0 "$(cut -f 4 <<<"$line")"
    same 1 "$(cut -f 5 <<<"$line")"

    probe a --hosts -f json -4
    same 0 "$status"
    same "[\"192.0.2.2\"] [\"eth0\"] 1 $primary" \
        "$(jq -r 'select(.primary != "") | "\(.addresses) \(.interfaces) \(.services) \(.primary)"' \
            <<<"$output")"

    probe a --hosts -f table
    matches '^HOST  +PRIMARY  +ADDRESSES  +INTERFACE  +SERVICES  +AGE  +REVISION$' "${lines[0]}"
    same 3 "${#lines[@]}"
}

@test "a host without a provider gets the list from its neighbours" {
    three_hosts
    await 5 knows c "192.0.2.1 192.0.2.2"
    lists c "192.0.2.1 192.0.2.2" -i eth0
    lists c "192.0.2.1 192.0.2.2" -4
    same 2 "$(on c mpdisc-probe --hosts -6 -f json | jq -r '.addresses[]' | grep -c '^fe80:.*%eth0$')"
    probe c --hosts -l
    same 1 "$status"
    same "mpdisc-probe: no hosts found: no provider is running on this host (UDP port 6737)" "$stderr"
}

@test "where nobody answers, no hosts are found" {
    hosts a b
    cable a eth0 192.0.2.1/24 b eth0 192.0.2.2/24
    probe a --hosts -w 0.5
    same 1 "$status"
    same "" "$output"
    same "mpdisc-probe: no hosts found" "$stderr"
}

@test "the status counts the hosts of the neighbourhood" {
    three_hosts
    await 5 is_settled a
    matches '^[0-9a-f]{32}$' "$(own_id a)"
    same 1 "$(neighbourhood a 3)"
    same 2 "$(neighbourhood a 4)"
    same 0 "$(neighbourhood a 5)"
    offer c web-c
    c_is_known() { [ "$(neighbourhood a 3)" = 2 ]; }
    await 5 c_is_known
    await 5 is_settled a
    same 4 "$(neighbourhood a 4)"
    id=$(own_id a)
    same "{\"host\":\"$id\",\"hosts\":2,\"addresses\":4,\"candidates\":0,\"settled\":true}" \
        "$(on a mpdisc-probe --status -f json | jq -c '.neighbourhood | values')"
    # The next primary has the id of the host.
    offer a second
    kill_hard web-a
    await_log second '^role: primary'
    same "$id" "$(own_id a)"
}

@test "a host whose only provider was killed is named as silent, and forgotten soon" {
    three_hosts
    await 5 is_settled a
    await 5 knows a "127.0.0.1 192.0.2.2"
    kill_hard web-b
    probe a -4 -f '{name}'
    same web-a "$output"
    same "mpdisc-probe: hosts incomplete: 1; 192.0.2.2 on eth0 (known to its neighbours, but did not answer)" \
        "$stderr"
    same 4 "$status"
    # The search has told its primary. This one asks the host three times, and removes it.
    await 10 knows a 127.0.0.1
    probe a -f '{name}'
    same web-a "$output"
    same "" "$stderr"
    same 0 "$status"
}

@test "a host that gets its cable back learns who is there" {
    three_hosts
    port=$(on a cat /sys/class/net/eth0/iflink)
    cut_cable() { on s ip link set "$(on s ip -o link | sed -n "s/^$port: \([^@:]*\).*/\1/p")" "$1"; }
    cut_cable down
    is_alone() { lists a 127.0.0.1 >/dev/null 2>&1; }
    # Each search that misses b tells the primary.
    asks_until_alone() { on a mpdisc-probe -w 0.3 >/dev/null 2>&1 || true; is_alone; }
    await 20 asks_until_alone
    cut_cable up
    # Much sooner than the next announcement.
    await 5 knows a "127.0.0.1 192.0.2.2"
    await 5 is_settled a
}

@test "--hosts of one interface lists the hosts there, also on a host with a provider" {
    three_hosts
    await 5 is_settled a
    lists a 192.0.2.2 -i eth0 -4
    same "" "$stderr"
}

@test "--hosts of a host that is silent about itself takes the list of another host" {
    three_hosts
    offer c web-c --announce 0
    await 5 is_settled a
    await 5 knows c "127.0.0.1 192.0.2.1 192.0.2.2" -4
}
