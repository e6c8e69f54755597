#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Many providers, and providers with nothing to do.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# switches PROCESS: prints how often it was scheduled. A process that does not run makes no system
# call.
switches() {
    awk '/ctxt_switches/ { sum += $2 } END { print sum }' "/proc/$1/status"
}

@test "complaint_15_many_participants: fifty providers that start at once are registered in time and found" {
    names=()
    for number in {10..59}; do names+=("p$number"); done
    for name in "${names[@]}"; do launch h "$name"; done
    start_us=$(now_us)
    all_have_roles() { [ "$(grep -l '^role: ' -- *.log | wc -l)" = 50 ]; }
    await 10 all_have_roles
    at_most 2000 $((($(now_us) - start_us) / 1000)) "ms until all fifty had their role"
    same 1 "$(grep -l '^role: primary$' -- *.log | wc -l)"
    await 2 registered h 49
    finds h "${names[*]}" -l
    finds h "${names[*]}"

    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    await 3 found other "${names[*]}" -4
    finds other "${names[*]}" -6
    finds other "${names[*]}"

    for name in "${names[@]}"; do signal "$name" TERM; done
    for name in "${names[@]}"; do
        finish "$name"
        same 0 "$exit_code"
    done
    finds_nothing h -l
}

@test "idle providers make no system call in ten seconds, except for the deputy's heartbeats" {
    hosts other
    # Without a network they would log each minute that other hosts can't find them.
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    offer other alone
    offer h primary
    offer h deputy
    await 2 has_deputy h
    offer h secondary
    await 2 registered h 2
    # In the first 3 s a secondary checks that it will notice its primary's end, and a primary
    # repeats its announcement. The next one is due after a minute.
    sleep 5
    before="$(switches "${pid[alone]}") $(switches "${pid[secondary]}")"
    before_deputy=$(switches "${pid[deputy]}")
    before_primary=$(switches "${pid[primary]}")
    sleep 10
    same "$before" "$(switches "${pid[alone]}") $(switches "${pid[secondary]}")"
    at_most 40 $(($(switches "${pid[deputy]}") - before_deputy)) "wake-ups of a deputy in 10 s"
    at_most 40 $(($(switches "${pid[primary]}") - before_primary)) "wake-ups of its primary in 10 s"
}
