#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# contrib/wireshark, with what real programs send before and after the death of a primary.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

dissector=$BATS_TEST_DIRNAME/../../contrib/wireshark/mpdisc.lua

setup() {
    local tool
    for tool in tshark dumpcap; do
        command -v "$tool" >/dev/null || skip "$tool is not here"
    done
    open_lab
    hosts h asker
    cable h eth0 192.0.2.1/24 asker eth0 192.0.2.2/24
    (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >key)
    spawn h capture dumpcap -q -i lo -i eth0 -w "$PWD/capture.pcapng"
    await_log capture '^File: '
}
teardown() { close_lab; }

# found_all "NAME..." [OPTION...]: by the host itself, and over the network.
found_all() {
    found asker "$@" && found h "$@" -l
}

# has_heartbeat [OPTION...]: the primary's deputy lives.
has_heartbeat() {
    on h mpdisc-probe --status -f tsv "$@" | grep -q '^counter.heartbeats.[1-9]'
}

# is_captured FILTER
is_captured() {
    [ -n "$(tshark -n -X "lua_script:$dissector" -r capture.pcapng -Y "$1" 2>/dev/null)" ]
}

# take_over STRANGER [OPTION...]: captures the life of three providers that have these options, and
# of their clients. The primary is killed. STRANGER is the option of a provider with other keys.
take_over() {
    local name stranger=$1
    shift
    for name in a b c; do offer h "$name" "$@"; done
    # shellcheck disable=SC2086 # an option and its argument, or nothing
    launch h stranger $stranger
    spawn asker watch mpdisc-probe --watch -f tsv "$@"
    await 5 found_all "a b c" "$@"
    await 5 has_heartbeat "$@"
    await_log stranger 'other keys'
    kill_hard a
    await 5 found_all "b c" "$@"
    on asker mpdisc-probe --hosts "$@" >hosts.out
    stop watch
    kill_hard stranger
    local first=b
    has_role b primary && first=c
    stop "$first"
    for name in b c; do [ "$name" = "$first" ] || stop "$name"; done
    await 5 is_captured 'mpdisc.type == "HOST_ANNOUNCEMENT" and mpdisc.lifetime_s == 0'
    stop capture INT
}

# dissect: prints the line of each captured message to the file "lines". Fails if one is not read to
# the last byte, or is malformed, or if a type of message is not among them.
dissect() {
    local type types
    types=$(sed -n '/^local MESSAGES/,/^}/s/^    {[0-9]*, "\([A-Z_]*\)".*/\1/p' "$dissector")
    [ -n "$types" ] || return
    # ICMP quotes messages.
    PYTHONDONTWRITEBYTECODE=1 python3 "$BATS_TEST_DIRNAME/../support/dissection.py" \
        capture.pcapng -Y 'mpdisc and not icmp and not icmpv6' >lines || { cat lines; return 1; }
    sort lines | uniq -c | sort -rn | head -n 40
    for type in $types; do
        grep -q "^$type " lines || { echo "no $type"; return 1; }
    done
}

@test "all messages of a takeover are dissected" {
    take_over "-k key"
    dissect
    # The stranger has keys.
    same PROVIDER_DISCOVERY_REQUEST "$(grep ', sealed$' lines | cut -d ' ' -f 1 | sort -u)"
}

@test "all messages of a takeover with keys are dissected" {
    take_over "" -k key
    dissect
    is_captured 'mpdisc.type == "CLIENT_DISCOVERY_REQUEST" and mpdisc.auth.time_ms > 0'
    # The stranger has no keys.
    same PROVIDER_DISCOVERY_REQUEST "$(grep -v ', sealed$' lines | cut -d ' ' -f 1 | sort -u)"
}
