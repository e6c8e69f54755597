#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Several paths connect a client and a provider, and some paths are dead. One working path is
# enough.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# two_lines: gives both hosts two interfaces in one network, like a docked laptop.
two_lines() {
    switch s
    hosts client h
    plug client eth0 s 192.0.2.1/24
    plug client eth1 s 192.0.2.2/24
    plug h eth0 s 192.0.2.11/24
    plug h eth1 s 192.0.2.12/24
    offer h first "$@"
    offer h second "$@"
}

# cut HOST DIRECTION RULE...: silently drops traffic in that direction (in or out) that matches
# RULE. ARP and neighbour discovery pass, because they belong to the link and not to the path.
cut() {
    local host=$1 hook=$2
    shift 2
    on "$host" nft -f - <<END
        table inet cut {
            chain $hook {
                type filter hook ${hook}put priority 0
                $* ${hook:0:1}ifname != lo meta l4proto udp drop
            }
        }
END
}

# finds_both [ARGUMENT...]: finds both services; messages about unsent requests are ignored.
finds_both() {
    probe client -f '{name}' "$@"
    same "first second" "$(sort <<<"$output" | paste -s -d ' ')"
    same 0 "$status"
}

mend() {
    on "$1" nft delete table inet cut
}

# dead_ways: prints each combination of family or interface, end and direction.
dead_ways() {
    local host direction
    for host in client h; do
        for direction in in out; do
            echo "$host $direction meta nfproto ipv4"
            echo "$host $direction meta nfproto ipv6"
            for interface in eth0 eth1; do
                if [ "$direction" = in ]; then
                    echo "$host in iifname $interface"
                else
                    echo "$host out oifname $interface"
                fi
            done
        done
    done
}


@test "complaint_22_dead_path: any family or interface may be dead, at either end and in either direction" {
    two_lines
    finds client "first second"
    count=0
    while read -r host direction rule; do
        cut "$host" "$direction" "$rule"
        for again in 1 2 3; do
            echo "$host $direction $rule, search $again"
            finds_both -w 1
        done
        mend "$host"
        count=$((count + 1))
    done < <(dead_ways)
    same 16 "$count"
}

# alone: the answers have 35 ms.
@test "complaint_22_dead_path: a second attempt is enough" {
    two_lines
    finds client "first second"
    while read -r host direction rule; do
        cut "$host" "$direction" "$rule"
        echo "$host $direction $rule"
        # Time for two attempts, at 0 and 20 ms.
        finds_both -w 0.055
        mend "$host"
    done < <(dead_ways)
}

@test "complaint_22_dead_path: a firewall may refuse to send on a path" {
    two_lines
    while read -r host direction rule; do
        [ "$direction" = out ] || continue
        on "$host" nft add table inet cut
        on "$host" nft 'add chain inet cut out { type filter hook output priority 0; }'
        # shellcheck disable=SC2086 # words
        on "$host" nft add rule inet cut out $rule oifname != lo meta l4proto udp reject
        echo "$host $rule"
        finds_both
        mend "$host"
    done < <(dead_ways)
}

@test "complaint_22_dead_path: with keys each attempt is answered once, and by another path" {
    printf '%064d\n' 7 >key
    chmod 600 key
    two_lines -k key
    while read -r host direction rule; do
        cut "$host" "$direction" "$rule"
        echo "$host $direction $rule"
        finds_both -k key -w 1
        mend "$host"
    done < <(dead_ways)
}
