#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A local user registers as much as the primary accepts. This costs the primary a bounded amount of
# memory for a limited time and keeps no other user out.

# shellcheck disable=SC2154,SC2034 # what bats and lab.bash set, and what registry.bash uses
load lab
load crowd
load registry

setup() {
    # Makes glibc return freed memory to the system at once. By default it keeps up to twice the
    # largest block that it ever had.
    export GLIBC_TUNABLES=glibc.malloc.trim_threshold=131072
    open_lab
    hosts h
}
teardown() { close_lab; }

# start_primary [OPTION...]
start_primary() {
    offer h primary "$@"
    before_kib=$(rss_kib primary)
}

# another_user: lets hoard() run as another user than the primary.
another_user() {
    on h setpriv --reuid 12345 --clear-groups true 2>/dev/null || skip "it takes a second user"
    HOARD_USER=12345
}

at_least_refused() {
    at_most 200 "$(refused "$2")" "small registrations of 200 refused"
    (($(refused "$2") >= $1))
}

has_returned_memory() {
    (($(rss_kib primary) <= before_kib + 1536))
}

@test "large registrations of one user cost the primary at most 16 MiB, which it returns later" {
    start_primary
    hoard h hoarder 300 1900
    at_most $((before_kib + 20 * 1024)) "$(rss_kib primary)" "KiB of a primary with all it takes"
    at_most 40 "$(accepted hoarder)" "registrations of 57,000 bytes taken of 300"
    same 300 $(($(accepted hoarder) + $(refused hoarder)))
    same 1 "$(grep -c 'registry is full' primary.log)"
    kill_hard hoarder
    await 5 registered h 0
    await 5 has_returned_memory || rss_kib primary
    at_most $((before_kib + 1536)) "$(rss_kib primary)" "KiB when they have left (before: $before_kib)"
}

@test "a user whose share is used up keeps no provider of another user out" {
    another_user
    start_primary
    # It claims the primary's user id, which has no effect.
    HOARD_CLAIM=$(id -u) hoard h hoarder 100 1900
    HOARD_CLAIM=$(id -u) hoard h small 200 1
    offer h honest
    at_least_refused 100 small
    finds h "honest primary" -l _http._tcp
}

@test "thousands of small registrations of one user are accepted, and their memory is returned" {
    another_user
    ulimit -S -n 20000 || skip "it takes thousands of sockets"
    # Short leases remove the registrations of closed sockets.
    start_primary --heartbeat 1 --lease 4
    hoard h hoarder 2500 1
    same 2500 "$(accepted hoarder)"
    offer h honest
    finds h "honest primary" -l _http._tcp
    kill_hard hoarder
    await 10 registered h 1
    await 5 has_returned_memory || rss_kib primary
    at_most $((before_kib + 1536)) "$(rss_kib primary)" "KiB when they have left (before: $before_kib)"
}

@test "thousands of registrations of another user keep no deputy away" {
    another_user
    ulimit -S -n 20000 || skip "it takes thousands of sockets"
    start_primary
    HOARD_CLAIM=$(id -u) hoard h hoarder 2500 0
    same 2500 "$(accepted hoarder)"
    offer h own
    await 3 has_deputy h
    same "${pid[own]}" "$(deputy_of h)"
}

@test "a thousand small providers of one user, and one of the greatest size, are accepted" {
    ulimit -S -n 20000 || skip "it takes thousands of sockets"
    start_primary
    hoard h small 1000 3
    hoard h large 1 1900
    same 1000 "$(accepted small)"
    same 1 "$(accepted large)"
}
