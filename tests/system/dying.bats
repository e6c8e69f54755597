#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Providers that are killed: the kernel tells the others at once.

# shellcheck disable=SC2154,SC2046 # what bats and lab.bash set; lists of words
load lab
load crowd

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# probe_as_dies LABEL: kills that provider and starts a search at the same moment. The search must
# find all others and end with a complete list. Sets took_ms.
probe_as_dies() {
    local start_us left
    left=$(others_than "$1" $(living))
    start_us=$(now_us)
    # The shell prints a line for a killed job.
    {
        # shellcheck disable=SC2016 # for the shell there
        run --separate-stderr on h \
            sh -c 'kill -KILL "$1"; exec mpdisc-probe -l -f "{name}"' sh "${pid[$1]}"
        took_ms=$((($(now_us) - start_us) / 1000))
        finish "$1"
    } 2>/dev/null
    same "$left" "$(sort <<<"$output" | paste -s -d ' ')" && same "" "$stderr" && same 0 "$status"
}

@test "a killed primary is replaced at once, and all providers register with the new one" {
    launch_crowd h 100 149
    await 10 registered h 49
    for number in 150 151 152; do
        killed=$(primary_of h)
        read -ra left <<<"$(others_than "$killed" $(living))"
        start_us=$(now_us)
        kill_hard "$killed"
        await 5 lists_exactly h "${left[@]}"
        at_most 500 $((($(last_news_us "${left[@]}") - start_us) / 1000)) \
            "ms until 49 were with the new primary"
        one_primary "${left[@]}"
        launch h "p$number"
        await 5 registered h 49
    done
    await 2 found h "$(living)" -l
}

@test "a search that starts when the primary is killed finds all living providers" {
    launch_crowd h 100 149
    await 10 registered h 49
    for _ in 1 2 3 4 5; do
        probe_as_dies "$(primary_of h)"
        at_most 900 "$took_ms" "ms until the search knew that it had all"
    done
}

@test "complaint_08_lost_power: a killed secondary is gone from answers and registry at once" {
    offer h p100 -v
    launch_crowd h 101 129
    await 10 registered h 29
    # A new primary does not yet claim that its list is complete.
    await 2 found h "$(living)" -l
    for killed in p110 p120; do
        probe_as_dies "$killed"
        at_most 500 "$took_ms" "ms until the search knew that it had all"
    done
    start_us=$(now_us)
    kill_hard p105
    await 2 registered h 26
    at_most 500 $((($(now_us) - start_us) / 1000)) "ms until a dead one was not registered"
    same 3 "$(counter h deaths)"
    same 0 "$(counter h expirations)"
    same 3 "$(grep -c '^secondary [0-9a-f]* died$' p100.log)"
}

@test "a secondary that dies between the request and its notification is not waited for" {
    for name in a b c; do offer h "$name"; done
    await 2 found h "a b c" -l
    signal a STOP
    spawn h search mpdisc-probe -l -w 10 -f '{name}'
    request_waits() { on h ss -Huan 'sport = :6737' | awk '$2 > 0 { found = 1 } END { exit !found }'; }
    await 2 request_waits
    kill_hard c
    start_us=$(now_us)
    signal a CONT
    finish search
    at_most 1000 $((($(now_us) - start_us) / 1000)) "ms until the search knew that it had all"
    same 0 "$exit_code"
    same "a b" "$(sort search.out | paste -s -d ' ')"
    same "" "$(<search.log)"
    registered h 1
}

# offer_from_afar HOST LABEL [OPTION...]: starts a provider whose process the others can't see.
offer_from_afar() {
    spawn "$1" "$2" unshare -p -f --kill-child \
        mpdisc-provider -t _http._tcp -p 8080 -n "$2" "${@:3}"
    await_log "$2" '^role: '
}

@test "a killed secondary that cannot be watched is removed by the next search, or by its lease" {
    offer h a -v --heartbeat 1 --lease 2
    offer_from_afar h b
    offer_from_afar h c
    await 2 found h "a b c" -l
    same "1 1" "$(listed h | tail -n +2 | xargs)"
    kill_hard b
    finds h "a c" -l
    registered h 1
    same 1 "$(counter h deaths)"
    kill_hard c
    await 5 registered h 0
    same 1 "$(grep -c '^secondary [0-9a-f]* expired$' a.log)"
    finds h "a" -l
}

@test "a wrong process number does not remove a provider that answers" {
    mkfifo end
    # In a's PID namespace, b's process number belongs to another program.
    # shellcheck disable=SC2016 # for the shell there
    spawn h a unshare -p -f --kill-child sh -c 'sh -c "read -r _ <end" & "$@" & wait' sh \
        mpdisc-provider -v -t _http._tcp -p 8080 -n a
    await_log a '^role: primary'
    # shellcheck disable=SC2016 # for the shell there
    spawn h b unshare -p -f --kill-child sh -c '"$@" & wait' sh \
        mpdisc-provider -t _http._tcp -p 8080 -n b
    await_log b '^role: '
    await 2 found h "a b" -l
    same "3 2" "$(listed h | xargs)"
    echo >end
    for _ in 1 2 3 4 5; do
        finds h "a b" -l
        registered h 1
    done
    same 0 "$(counter h deaths)"
    # If b dies, a notices it nevertheless.
    kill_hard b
    finds h "a" -l
    registered h 0
}
