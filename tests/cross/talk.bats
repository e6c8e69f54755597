#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs for this processor and programs for another one understand each other. The programs for
# the other processor are in $MPDISC_OTHER_BIN and run under $MPDISC_EMULATOR. $MPDISC_FOREIGN_ORDER
# is set if their byte order differs from the kernel's. QEMU then handles link-local IPv6 addresses
# wrongly, so these are not tested.

# shellcheck disable=SC2154 # what bats and lab.bash set
load ../system/lab

setup() {
    open_lab
    for program in provider probe; do
        printf '#!/bin/sh\nexec %s %s/mpdisc-%s "$@"\n' "$MPDISC_EMULATOR" "$MPDISC_OTHER_BIN" \
            "$program" >"other-$program"
        chmod +x "other-$program"
    done
    PATH=$PWD:$PATH
    hosts h g
    cable h eth0 192.0.2.1/24 g eth0 192.0.2.2/24
}

teardown() {
    close_lab
}

# offer_other HOST NAME [OPTION...]
offer_other() {
    spawn "$1" "$2" other-provider -t _http._tcp -p 8080 -n "$2" -a "path=/$2" "${@:3}"
    await_log "$2" '^role: ' 20
}

# sees HOST PROBE "NAME..." [ARGUMENT...]: the probe finds exactly these services.
sees() {
    run -0 --separate-stderr on "$1" "$2" -w 5 -f '{name}' "${@:4}"
    same "$3" "$(sort <<<"$output" | paste -s -d ' ')"
}

@test "a provider for the other processor is found, as primary and as secondary" {
    offer_other h alien
    sees g mpdisc-probe alien
    [ -n "${MPDISC_FOREIGN_ORDER:-}" ] || sees g mpdisc-probe alien -6
    offer h native
    offer_other g alien-too
    sees g mpdisc-probe "alien alien-too native"
    run -0 on h mpdisc-probe --status -f tsv
    matches $'provider\tsecondary' "$output"
}

@test "a probe for the other processor finds services and reads all about them" {
    offer h native -a path=/x
    offer_other h alien
    sees g other-probe "alien native"
    run -0 on g other-probe -w 5 -n native -f '{address}:{port} {attr.path} {role}' -4
    same "192.0.2.1:8080 /x primary" "$output"
    run -0 on h other-probe --status -w 5 -f tsv
    matches $'provider\tsecondary' "$output"
}

@test "a secondary of each byte order takes over from a primary of the other" {
    offer_other h alien
    offer h native
    kill_hard alien
    await 10 has_role native primary
    offer_other h second
    kill_hard native
    await 10 has_role second primary
    sees g mpdisc-probe second
}

@test "keys and times mean the same on both processors" {
    (umask 077 && printf '%064d\n' 1 >key)
    offer h native -k key
    offer_other h alien -k key
    sees g other-probe "alien native" -k key
    sees g mpdisc-probe "alien native" -k key
}
