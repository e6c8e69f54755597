#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A neighbour answers each search with nonsense: addresses that no host of the link can have, names
# that nobody can see, more services than a search can hold. It pushes out nothing of an honest host.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load bogus

setup() {
    open_lab
    switch sw
    hosts client honest evil
    plug client eth0 sw 192.0.2.1/24
    plug honest eth0 sw 192.0.2.2/24
    plug evil eth0 sw 192.0.2.66/24
}
teardown() { close_lab; }

# shown NAME COLUMN: of the tsv line of that name.
shown() {
    awk -F '\t' -v name="$1" -v column="$2" '$1 == name { print $column }' rows
}

@test "addresses that other hosts cannot reach are not listed" {
    bogus evil 1 127.0.0.1 255.255.255.255 240.0.0.1 0.0.0.7 192.0.2.255 \
        ::1 ::ffff:127.0.0.1 ::127.0.0.1
    on client mpdisc-probe -w 0.6 -f '{name} {address} {addresses}' >rows
    same "b0 192.0.2.66 " "$(sort -u rows)"
}

@test "beside an address that the neighbour may have the others go" {
    bogus evil 1 127.0.0.1 192.0.2.66 ::1
    on client mpdisc-probe -w 0.6 -f '{name} {address} {addresses}' >rows
    same "b0 192.0.2.66 192.0.2.66" "$(sort -u rows)"
}
