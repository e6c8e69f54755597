#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A neighbour answers each search with nonsense: addresses that no host of the link can have,
# invisible names, more services than a search can hold. It displaces no service of an honest host.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load bogus
load loss

setup() {
    open_lab
    switch sw
    hosts client honest evil
    plug client eth0 sw 192.0.2.1/24
    # The honest host answers after the neighbour has filled the search's tables.
    forward honest sw 192.0.2.2/24 --delay 100
    plug evil eth0 sw 192.0.2.66/24
}
teardown() { close_lab; }

# shown NAME COLUMN: prints that column of the tsv line of service NAME.
shown() {
    awk -F '\t' -v name="$1" -v column="$2" '$1 == name { print $column }' rows
}

@test "addresses that other hosts cannot reach are not listed" {
    bogus evil 1 127.0.0.1 255.255.255.255 240.0.0.1 0.0.0.7 192.0.2.255 \
        ::1 ::ffff:127.0.0.1 ::127.0.0.1
    on client mpdisc-probe -w 0.6 -f '{name} {address} {addresses}' >rows
    same "b0 192.0.2.66 " "$(sort -u rows)"
}

@test "impossible addresses are dropped, and a possible one of the same host is kept" {
    bogus evil 1 127.0.0.1 192.0.2.66 ::1
    on client mpdisc-probe -w 0.6 -f '{name} {address} {addresses}' >rows
    same "b0 192.0.2.66 192.0.2.66" "$(sort -u rows)"
}

# searched SECONDS [ARGUMENT...]: writes what the search finds to the file rows and its messages to
# stderr; sets code.
searched() {
    local seconds=$1
    shift
    code=0
    on client mpdisc-probe -w "$seconds" -f tsv "$@" >rows 2>stderr || code=$?
}

# honest_ones: prints how many services of the honest host were found.
honest_ones() {
    grep -c '^honest-[0-9]*	' rows || true
}

offer_many() {
    local n
    {
        echo "[provider]"
        for n in $(seq "$1"); do
            printf '[service]\nname = honest-%s\ntype = _http._tcp\nport = 80\n' "$n"
        done
    } >many.conf
    spawn honest honest mpdisc-provider -c many.conf
    await_log honest '^role: '
}

@test "services of an honest host are found beside a neighbour that has more than a search can hold" {
    offer_many 300
    bogus evil 30000
    for _ in {1..5}; do
        searched 1
        same 300 "$(honest_ones)"
        same 4 "$code"
        same 1 "$(grep -c 'bogus at 192.0.2.66 on eth0 (' stderr)"
        same 0 "$(grep -c 'at 192.0.2.2 on' stderr)"
        same "" "$(sort rows | uniq -d)"
    done
    at_most 17000 "$(wc -l <rows)" "lines for 16,384 services of which 300 came late"
}

@test "a neighbour that claims few services but sends too many is named" {
    offer_many 10
    BOGUS_MATCHING=1 bogus evil 30000
    searched 1
    same 10 "$(honest_ones)"
    same 4 "$code"
    matches '^mpdisc-probe: hosts incomplete: 1; bogus at 192.0.2.66 on eth0 \([0-9]+ services? missing\)$' \
        "$(<stderr)"
}

@test "the list of an honest host is complete despite thousands of primaries on a neighbour" {
    offer_many 20
    BOGUS_PRIMARIES=15000 bogus evil 15000
    # All its primaries count as one host, and the honest host's services have all arrived.
    searched 3
    same 20 "$(honest_ones)"
    matches '^mpdisc-probe: hosts incomplete: 1; bogus at 192.0.2.66 on eth0 \(' "$(<stderr)"
}

@test "a neighbour that answers from thousands of addresses displaces no service of another host" {
    on evil ip route add local 10.66.0.0/16 dev lo
    ulimit -S -n 9000 || skip "it takes thousands of sockets"
    offer_many 300
    BOGUS_SOURCES=8000 bogus evil 32000
    searched 2
    same 300 "$(honest_ones)"
    same 4 "$code"
}
