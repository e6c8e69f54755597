#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Many providers come and die at once. Order must return by itself, and no resources may leak.

# shellcheck disable=SC2154,SC2046 # what bats and lab.bash set; lists of words
load lab
load crowd

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# are_in_order HOST LABEL...: within 2 s they have one primary that lists all of them.
are_in_order() {
    local host=$1 start_us
    shift
    start_us=$(now_us)
    await 10 lists_exactly "$host" "$@"
    at_most 2000 $((($(now_us) - start_us) / 1000)) "ms until all $# were registered"
    one_primary "$@"
    await 2 found "$host" "$(printf '%s\n' "$@" | sort | paste -s -d ' ')" -l
}

@test "two hundred providers come at once, and all except one die at once" {
    hosts quiet
    offer quiet alone
    launch_crowd h 100 299
    are_in_order h $(living 'p*')
    kill_all $(others_than p250 $(living 'p*'))
    are_in_order h p250
    # It has no descriptors left of the others.
    same "$(descriptors alone)" "$(descriptors p250)"
    are_calm p250
}

# alone: if the survivor runs late, it must remember more dead secondaries at once.
@test "the survivor of many storms has not grown" {
    hosts quiet
    offer quiet alone
    offer h survivor
    sizes=()
    for _ in 1 2 3; do
        launch_crowd h 100 139
        are_in_order h survivor $(living 'p*')
        kill_all $(living 'p*')
        are_in_order h survivor
        sizes+=("$(memory_kib survivor)")
    done
    at_most 32 $((sizes[2] - sizes[0])) "KiB that two more storms took of ${sizes[2]}"
    same "$(descriptors alone)" "$(descriptors survivor)"
}

# storm HOST SECONDS: kills the primary every 100 ms and starts another provider. Sets `killed` to
# the number of killed ones.
storm() {
    local end_us process started=0
    end_us=$(($(now_us) + $2 * 1000000))
    killed=0
    # The shell prints a line for each killed job.
    while (($(now_us) < end_us)); do
        process=$(holders "$1" | head -n 1)
        if [ -n "$process" ] && kill -KILL "$process"; then
            killed=$((killed + 1))
        fi
        launch "$1" "n$((started += 1))"
        sleep 0.1
    done 2>/dev/null
}

@test "the primary is killed every 100 ms for ten seconds, and another provider started" {
    launch_crowd h 100 119
    are_in_order h $(living)
    storm h 10
    echo "# primaries killed: $killed" >&3
    [ "$killed" -ge 30 ]
    read -ra left <<<"$(living)"
    are_in_order h "${left[@]}"
    same 1 "$(holders h | wc -l)"
    primary=$(primary_of h)
    # They have as many descriptors as a new provider.
    offer h fresh
    await 2 lists_exactly h fresh "${left[@]}"
    await 2 has_deputy h
    deputy=$(deputy_of h)
    for label in $(others_than "$primary" "${left[@]}"); do
        # A deputy has one more, for its line to the primary.
        [ "${pid[$label]}" = "$deputy" ] && has_line=1 || has_line=0
        same $(($(descriptors fresh) + has_line)) "$(descriptors "$label")"
    done
    are_calm fresh "${left[@]}"
}

@test "secondaries hang and go on, die and come, while primaries are killed" {
    launch_crowd h 100 129 --heartbeat 0.5 --lease 1.5
    are_in_order h $(living)
    for label in p105 p110 p115 p120 p125; do signal "$label" STOP; done
    storm h 2
    for label in p105 p110 p115 p120 p125; do
        has_ended "${pid[$label]}" || signal "$label" CONT
    done
    are_in_order h $(living)
    same 1 "$(holders h | wc -l)"
    sleep 2
    lists_exactly h $(living)
    finds h "$(living)" -l
}
