#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Primaries that hang and go on; hosts that sleep and wake up.

# shellcheck disable=SC2154,SC2046 # what bats and lab.bash set; lists of words
load lab
load crowd

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# hangs HOST LABEL...: stops the primary of these providers and sets `hanging` to its label. The
# others must soon have another primary.
hangs() {
    local host=$1 start_us left
    shift
    hanging=$(primary_of "$host")
    read -ra left <<<"$(others_than "$hanging" "$@")"
    await 2 has_deputy "$host"
    start_us=$(now_us)
    signal "$hanging" STOP
    await 10 lists_exactly "$host" "${left[@]}"
    at_most 6000 $((($(now_us) - start_us) / 1000)) "ms until the others had another primary"
    await 2 one_primary "${left[@]}"
    finds "$host" "${left[*]}" -l
}

@test "the deputy replaces a primary that hangs, which becomes a secondary when it goes on" {
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    launch_crowd h 100 129
    await 10 registered h 29
    read -ra all <<<"$(living)"
    await 2 has_deputy h
    deputy=$(deputy_of h)
    hangs h "${all[@]}"
    for family in -4 -6; do
        await 2 found other "$(others_than "$hanging" "${all[@]}")" "$family"
    done
    same "$deputy" "${pid[$(primary_of h)]}"
    grep -q '^primary [0-9a-f]* hangs; took the port over$' "$(primary_of h).log"
    same 1 "$(counter h takeovers)"

    start_us=$(now_us)
    signal "$hanging" CONT
    await 5 lists_exactly h "${all[@]}"
    # The primary cannot know whether its deputy took over meanwhile, so it is not settled for a while.
    at_most 3000 $((($(now_us) - start_us) / 1000)) "ms until the one that hung was a secondary"
    await 2 one_primary "${all[@]}"
    grep -q '^this provider hung; [0-9a-f]* has taken over$' "$hanging.log"
    await 2 found h "${all[*]}" -l
    finds h "${all[*]}"
    finds other "${all[*]}"
}

@test "two primaries hang, one after the other, and both go on" {
    all=(a b c d)
    for name in "${all[@]}"; do offer h "$name"; done
    hangs h "${all[@]}"
    first=$hanging
    read -ra left <<<"$(others_than "$first" "${all[@]}")"
    hangs h "${left[@]}"
    signal "$hanging" CONT
    signal "$first" CONT
    await 5 lists_exactly h "${all[@]}"
    await 2 one_primary "${all[@]}"
    await 2 found h "${all[*]}" -l
}

@test "three primaries hang, the fourth is killed, and one of the three becomes primary again" {
    all=(a b c d)
    for name in "${all[@]}"; do offer h "$name"; done
    left=("${all[@]}")
    hung=()
    for _ in 1 2 3; do
        hangs h "${left[@]}"
        hung+=("$hanging")
        read -ra left <<<"$(others_than "$hanging" "${left[@]}")"
    done
    kill_hard "${left[0]}"
    for name in "${hung[@]}"; do signal "$name" CONT; done
    await 5 one_primary "${hung[@]}"
    await 5 lists_exactly h "${hung[@]}"
    await 2 found h "${hung[*]}" -l
}

@test "the deputy keeps the port when the hanging primary is killed" {
    all=(a b c)
    for name in "${all[@]}"; do offer h "$name"; done
    hangs h "${all[@]}"
    kill_hard a
    offer h e
    await 2 lists_exactly h b c e
    await 2 one_primary b c e
    await 2 found h "b c e" -l
    # The next provider can take the port in the usual way.
    kill_hard "$(primary_of h)"
    await 2 lists_exactly h $(living)
    await 2 found h "$(living)" -l
}

@test "the log says that there is no deputy without another provider of the same user" {
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    short=(--heartbeat 0.2 --lease 0.6)
    offer h a "${short[@]}"
    spawn h b setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$(command -v mpdisc-provider)" -t _http._tcp -p 8080 -n b "${short[@]}"
    await_log b '^role: '
    await_log a '^no deputy: no other provider of this user can take over if this one hangs$'
    same "" "$(deputy_of h)"
    probe h --status -f table
    [[ $output != *deputy* ]]
    signal a STOP
    await_log b '^primary [0-9a-f]* does not answer; still trying$'
    sleep 4
    same 0 "$(grep -c 'role: primary' b.log)"
    signal a CONT
    await 5 found h "a b" -l

    offer h c "${short[@]}"
    await 2 has_deputy h
    same "${pid[c]}" "$(deputy_of h)"
    probe h --status -f table
    matches $'\n'"deputy +[0-9a-f]{32} +${pid[c]} " "$output"
}

# in_container HOST LABEL [OPTION...]: starts a provider of an unprivileged user in its own user
# namespace, where this user has the number 0.
in_container() {
    local host=$1 label=$2
    shift 2
    spawn "$host" "$label" setpriv --reuid 65533 --regid 65533 --clear-groups \
        unshare -U --map-root-user \
        "$(command -v mpdisc-provider)" -t _http._tcp -p 8080 -n "$label" "$@"
    await_log "$label" '^role: '
}

@test "a rootless container whose user only seems to be the primary's is no deputy" {
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    offer h a
    in_container h contained
    [ "$(tail -n 1 "/proc/${pid[contained]}/uid_map" | awk '{ print $1, $2 }')" = "0 65533" ]
    await_log a '^no deputy: no other provider of this user can take over if this one hangs$'
    offer h b
    await 2 has_deputy h
    same "${pid[b]}" "$(deputy_of h)"
    start_us=$(now_us)
    signal a STOP
    await 4 found h "b contained" -l -w 0.1
    at_most 4000 $((($(now_us) - start_us) / 1000)) "ms until all healthy ones were found"
    finds other "b contained"
    same primary "$(role b)"
    same 0 "$(cat -- *.log | grep -c 'refuse')"
    signal a CONT
    await 5 found other "a b contained"
}

@test "a primary in a container has a deputy of the same user, even if the user's numbers differ" {
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    in_container h contained
    offer h root
    spawn h outside setpriv --reuid 65533 --regid 65533 --clear-groups \
        "$(command -v mpdisc-provider)" -t _http._tcp -p 8080 -n outside
    await_log outside '^role: '
    await 2 has_deputy h
    same "${pid[outside]}" "$(deputy_of h)"
    signal contained STOP
    await 4 found h "outside root" -l -w 0.1
    same primary "$(role outside)"
}

@test "a host that slept longer than its leases is in order as soon as it wakes up" {
    all=(a b c d)
    for name in "${all[@]}"; do offer h "$name" -v --heartbeat 1 --lease 2; done
    await 2 found h "${all[*]}" -l
    for name in "${all[@]}"; do signal "$name" STOP; done
    sleep 5
    # The primary wakes up last.
    for name in d c b a; do signal "$name" CONT; done
    start_us=$(now_us)
    await 5 lists_exactly h "${all[@]}"
    # For 1.75 s the primary says that others may have lost it, and a search says so, too.
    await 5 found h "${all[*]}" -l
    at_most 4000 $((($(now_us) - start_us) / 1000)) "ms until all were found again"
    sleep 2.5
    lists_exactly h "${all[@]}"
    finds h "${all[*]}" -l
    # No provider was taken for dead, and no primary was replaced.
    await 2 one_primary "${all[@]}"
    same a "$(primary_of h)"
    same 0 "$(cat -- *.log | grep -c -e ' expired$' -e ' died$' -e hangs)"
}

@test "a loopback interface that was down is not taken for a hang" {
    all=(a b c)
    for name in "${all[@]}"; do offer h "$name" --heartbeat 0.5 --lease 1.5; done
    await 2 found h "${all[*]}" -l
    on h ip link set lo down
    sleep 4
    on h ip link set lo up
    await 10 found h "${all[*]}" -l
    await 2 lists_exactly h "${all[@]}"
    await 2 one_primary "${all[@]}"
    same a "$(primary_of h)"
    same 0 "$(cat -- *.log | grep -c hangs)"
}

@test "a primary that dies while the loopback interface is down is replaced" {
    all=(a b c)
    for name in "${all[@]}"; do offer h "$name" --heartbeat 0.5 --lease 1.5; done
    await 2 found h "${all[*]}" -l
    killed=$(primary_of h)
    on h ip link set lo down
    kill_hard "$killed"
    sleep 2
    on h ip link set lo up
    await 10 found h "$(living)" -l
    lists_exactly h $(living)
    await 2 one_primary $(living)
}
