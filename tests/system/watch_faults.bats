#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A watch tells the truth while providers die and hang, cables are cut and datagrams are lost: no
# event is missing, doubled or false. WATCH_RUNS=50 kills that many primaries.

# shellcheck disable=SC2154,SC2046 # what bats and lab.bash set; lists of words
load lab
load crowd
load loss
load events

setup() {
    open_lab
    switch s
    hosts client a b
    plug client eth0 s 192.0.2.254/24
    plug a eth0 s 192.0.2.1/24
    plug b eth0 s 192.0.2.2/24
}
teardown() { close_lab; }

# offer_on HOST FIRST LAST: starts the providers pFIRST to pLAST, and waits until the primary knows
# them all.
offer_on() {
    launch_crowd "$@"
    await 5 registered "$1" $(($3 - $2))
    await 5 knows_its_providers "$1"
}

# is_replaced HOST LABEL: another one than this is primary.
is_replaced() {
    local now
    now=$(primary_of "$1")
    [ -n "$now" ] && [ "$now" != "$2" ]
}

# come_and_go: on each of the hosts client and a, one provider comes and stays, another one comes and
# goes, and the primary is killed. Adds to `mortal` those that have ended.
come_and_go() {
    local host killed
    for host in client a; do
        killed=$(primary_of "$host")
        launch "$host" "p-$host-new"
        kill_hard "$killed"
        offer "$host" "p-$host-brief"
        stop "p-$host-brief"
        mortal+=("$killed" "p-$host-brief")
    done
}

# hang_and_go_on: on these hosts the primaries hang until others replace them, while providers come.
# Adds the primaries to `mortal`, because they do not answer meanwhile.
hang_and_go_on() {
    local host
    local -A hanging
    for host in client a; do
        await 5 has_deputy "$host"
        hanging[$host]=$(primary_of "$host")
        signal "${hanging[$host]}" STOP
        launch "$host" "p-$host-late"
    done
    for host in client a; do await 10 is_replaced "$host" "${hanging[$host]}"; done
    for host in client a; do signal "${hanging[$host]}" CONT; done
    mortal+=("${hanging[@]}")
}

# survivors: prints the running providers that never hung.
survivors() {
    comm -23 <(living 'p*' | tr ' ' '\n') <(printf '%s\n' "${mortal[@]}" | sort)
}

# disturbed_watches SECONDS: two watches see how providers come, go, die and hang, one of them on its
# own host, too. So long after the last act at most, each has told what is there.
disturbed_watches() {
    local label
    mortal=()
    offer_on client 100 103
    offer_on a 200 203
    watch client near
    watch b far
    come_and_go
    hang_and_go_on
    for label in near far; do
        await_sum "$1" "$label" "$(living 'p*')"
        same "" "$(ever_removed "$label" $(survivors))"
        same "" "$(<"$label.log")"
    done
}

@test "primaries die and hang on both sides while providers come and go" {
    disturbed_watches 5
}

@test "the same with 5 % of all datagrams lost" {
    acquaint client a b
    lose 5 client a b
    disturbed_watches 5
    has_lost client
}

@test "the same with 20 % of all datagrams lost" {
    acquaint client a b
    lose 20 client a b
    disturbed_watches 10
    has_lost client
}

@test "each kill of a primary removes its service alone" {
    local run killed start_us runs=${WATCH_RUNS:-8}
    offer_on a 100 104
    watch client w
    for ((run = 1; run <= runs; run++)); do
        killed=$(primary_of a)
        start_us=$(now_us)
        kill_hard "$killed"
        await 5 tells w removed "$killed"
        at_most 1000 $((($(now_us) - start_us) / 1000)) "ms until a kill was told"
        launch a "p$((104 + run))"
        await 5 tells w added "p$((104 + run))"
        await 5 knows_its_providers a
    done
    sums_to w "$(living 'p*')"
    same "$((5 + runs)) 0 $runs" \
        "$(count_events w added) $(count_events w changed) $(count_events w removed)"
}

@test "a cut cable removes the services of that host alone, and they come back with it" {
    offer_on a 100 102
    offer b pb
    watch client w --lost-after 1
    on a ip link set eth0 down
    start_us=$(now_us)
    await 5 has_sum w pb
    at_most 2000 $((($(now_us) - start_us) / 1000)) "ms until the services were removed"
    on a ip link set eth0 up
    await_sum 5 w "p100 p101 p102 pb"
    same "7 3" "$(count_events w added) $(count_events w removed)"
}

@test "a host that freezes is lost, and comes back when it goes on" {
    offer_on a 100 102
    offer b pb
    watch client w --lost-after 1
    for name in p100 p101 p102; do signal "$name" STOP; done
    start_us=$(now_us)
    await 5 has_sum w pb
    at_most 2000 $((($(now_us) - start_us) / 1000)) "ms until the services were removed"
    for name in p100 p101 p102; do signal "$name" CONT; done
    await_sum 5 w "p100 p101 p102 pb"
    same "7 3" "$(count_events w added) $(count_events w removed)"
}

@test "a host that is lost and comes back without noticing is found again" {
    offer_on a 100 102
    offer b pb
    watch client w --lost-after 1
    # In the first round, announcements of its start may still be under way.
    for _ in 1 2; do
        # Its own end of the cable stays connected.
        on s ip link set a-eth0 nomaster
        await 5 has_sum w pb
        sleep 2
        on s ip link set a-eth0 master br0
        start_us=$(now_us)
        await_sum 10 w "p100 p101 p102 pb"
        at_most 4000 $((($(now_us) - start_us) / 1000)) "ms until the services were added again"
    done
    same "10 6" "$(count_events w added) $(count_events w removed)"
}

@test "the only provider of a host is killed, and its service is removed" {
    offer a only
    offer b pb
    watch client w
    start_us=$(now_us)
    kill_hard only
    await 15 has_sum w pb
    at_most 11000 $((($(now_us) - start_us) / 1000)) "ms until the service was removed"
    offer a next
    await_sum 5 w "next pb"
}

# one_of_two_is_stopped PREFIX...: of two watches on the host client, and one on a host of providers,
# the first one and that one are stopped, and started by this prefix. The second one goes on.
one_of_two_is_stopped() {
    local name start_us
    offer_on a 100 102
    watch_as client stopped "$@"
    watch_as a guest "$@"
    watch client w
    signal stopped STOP
    signal guest STOP
    start_us=$(now_us)
    launch a fresh
    await 5 tells w added fresh
    at_most 1000 $((($(now_us) - start_us) / 1000)) "ms until a new service was told"
    start_us=$(now_us)
    kill_hard "$(primary_of a)"
    await 5 has_sum w "$(living '[pf]*')"
    at_most 1000 $((($(now_us) - start_us) / 1000)) "ms until a kill was told"
    signal stopped CONT
    signal guest CONT
    for name in stopped guest; do await_sum 5 "$name" "$(living '[pf]*')"; done
    same "4 1" "$(count_events stopped added) $(count_events stopped removed)"
}

@test "a stopped watch delays nobody, and catches up when it goes on" {
    one_of_two_is_stopped
}

@test "another user's stopped watch delays nobody, and catches up when it goes on" {
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    one_of_two_is_stopped setpriv --reuid 65534 --regid 65534 --clear-groups
}

# count_checks HOST: counts the datagrams that the client sends to this host's discovery port alone.
count_checks() {
    on "$1" nft -f - <<END
        table inet checks {
            chain arriving {
                type filter hook input priority 0
                meta pkttype host udp dport 6737 ip saddr 192.0.2.254 counter
                meta pkttype host udp dport 6737 meta nfproto ipv6 counter
            }
        }
END
}

# was_checked HOST COUNT: so many datagrams have come.
was_checked() {
    local count
    count=$(on "$1" nft list table inet checks |
        awk '/counter/ { for (n = 1; n < NF; n++) if ($n == "packets") sum += $(n + 1) }
            END { print sum + 0 }')
    ((count >= $2))
}

@test "a watch that slept longer than hosts may be silent tells no false event" {
    offer_on a 100 102
    offer client pc
    watch client w --lost-after 1
    signal w STOP
    sleep 3
    for host in a b; do count_checks "$host"; done
    signal w CONT
    offer b pb
    await_sum 5 w "p100 p101 p102 pb pc"
    # It has checked all hosts for longer than they may be silent.
    for host in a b; do await 10 was_checked "$host" 10; done
    sums_to w "p100 p101 p102 pb pc"
    same "5 0 0" "$(count_events w added) $(count_events w changed) $(count_events w removed)"
}

@test "an interface that is down for a moment causes no event, and loses none" {
    offer_on a 100 102
    offer client pc
    watch client w
    on client ip link set eth0 down
    kill_hard p102
    launch a fresh
    sleep 1
    on client ip link set eth0 up
    await_sum 10 w "fresh p100 p101 pc"
    same "" "$(ever_removed w p100 p101 pc)"
    # It hears announcements again.
    await_ipv6 client eth0
    launch a latest
    await 2 tells w added latest
    sums_to w "fresh latest p100 p101 pc"
}

@test "a loopback interface that is down for a moment causes no event, and loses none" {
    offer_on client 100 102
    offer a pa
    watch client w
    on client ip link set lo down
    sleep 1
    on client ip link set lo up
    launch client fresh
    await_sum 10 w "fresh p100 p101 p102 pa"
    same "5 0 0" "$(count_events w added) $(count_events w changed) $(count_events w removed)"
}
