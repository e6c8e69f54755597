#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Control messages count only if they come from the host's own providers: not from other hosts, even
# with a forged source, and not from programs of this host at other ports.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load messages

setup() {
    open_lab
    hosts h evil
    cable h eth0 192.0.2.1/24 evil eth0 192.0.2.2/24
    for name in a b c; do
        offer h "$name" -v --announce 0
        await_log "$name" '^role: '
    done
    await 2 registered h 2
    await 2 has_deputy h
    prepare_weapons
    remember
    listen_to h eth0
}
teardown() { close_lab; }

# id_of LABEL: prints its provider id.
id_of() {
    on h mpdisc-probe --status -f tsv | awk -F '\t' -v pid="${pid[$1]}" '$4 == pid { print $3 }'
}

# control_port LABEL: prints its control port, where it receives messages of other providers.
control_port() {
    on h ss -Hulnp 'src = 127.0.0.1' | awk -v holder="pid=${pid[$1]}," '
        index($0, holder) { sub(".*:", "", $4); print $4 }'
}

# prepare_weapons: writes each control message with the ids of the primary and of a secondary, and a
# notification to answer the neighbour.
prepare_weapons() {
    local file name label
    write_messages all
    mkdir weapons
    for file in all/*; do
        name=${file#all/}
        case $name in
            client_* | service_* | host_* | provider_notification*) continue ;;
        esac
        for label in a b; do
            of_provider "$(id_of "$label")" <"$file" >"weapons/$name-of-$label"
        done
    done
    write_notification >weapons/provider_notification
}

# write_notification: writes a notification to answer 192.0.2.2 port 9 through eth0.
write_notification() {
    local index
    index=$(on h cat /sys/class/net/eth0/ifindex)
    perl -0777 -e '
        sub field { my ($type, $value) = @_; pack("nn", $type, length $value) . $value }
        my $fields = field(21, pack("nNC4", 9, 0, 192, 0, 2, 2)) .
            field(22, pack("NC4", $ARGV[0], 192, 0, 2, 1)) .
            field(7, pack("H32NNC", $ARGV[1], 3, 1, 0)) . field(6, "\1");
        print pack("a4CCna8", "MPD1", 6, 0, length $fields, "transact"), $fields;
    ' "$index" "$(id_of a)"
}

# state: prints the host's state from the primary's status and all logs, without the counters of the
# deputy's heartbeats, which go on.
state() {
    on h mpdisc-probe --status -f tsv | awk -F '\t' '
        $1 == "provider" { print $2, $3, $4, $7, $8 }
        $1 == "counter" && $2 !~ /^drop-|^heartbeats$/'
    cat a.log b.log c.log
}

remember() {
    local name
    state >before
    for name in not-local not-registrant off-link unexpected; do
        seen[$name]=$(counter h "drop-$name")
    done
}

nothing_happened() {
    state >after
    diff before after
}

# dropped COUNT REASON: the primary has dropped COUNT messages for REASON since the last call.
declare -gA seen=()
dropped() {
    seen[$2]=$((seen[$2] + $1))
    await 2 has_dropped "$2" "${seen[$2]}" || { counter h "drop-$2"; return 1; }
}

has_dropped() {
    [ "$(counter h "drop-$1")" = "$2" ]
}

@test "no control message is accepted from another host, at any address and port" {
    local weapons=(weapons/*) answers=(weapons/status_response*) to port
    for to in 192.0.2.1 192.0.2.255 "$(link_local h eth0)%eth0" ff12::6d70:6469:7363%eth0; do
        same "" "$(throw evil "$to" 6737 "${weapons[@]}")"
        # A primary never expects a status response.
        dropped ${#answers[@]} unexpected
        dropped $((${#weapons[@]} - ${#answers[@]})) not-local
    done
    for port in $(on h ss -Hulnp | sed -n 's/.*:\([0-9]*\) .*pid=.*/\1/p' | sort -u); do
        [ "$port" = 6737 ] || same "" "$(throw evil 192.0.2.1 "$port" "${weapons[@]}" 2>/dev/null)"
    done
    nothing_happened
    same 0 "$(sent h)"
    # The same messages are valid from this host: the primary answers some. It also sends
    # PRIMARY_CHANGE (11) to check a provider whose process does not exist.
    same "4 8 9 11 13" "$(throw h 127.0.0.1 6737 weapons/provider_discovery_request-of-b \
        all/provider_registration all/provider_heartbeat weapons/status_request-of-a |
        sort -n | xargs)"
}

@test "no control message is accepted from the wire, even with a loopback source" {
    local weapons=(weapons/*) answers=(weapons/status_response*) label port
    # Lets the kernel pass such packets, which it drops by default.
    # shellcheck disable=SC2016 # for that shell
    on h sh -c 'for name in route_localnet accept_local; do
        echo 1 >"/proc/sys/net/ipv4/conf/all/$name"
    done'
    # The neighbour sends to loopback addresses over the wire.
    on evil ip address flush dev lo
    on evil sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet'
    on evil ip route add 127.0.0.0/8 via 192.0.2.1 dev eth0 src 192.0.2.2
    for to in 192.0.2.1 127.0.0.1; do
        # From the registered ports, and from the port that sends notifications.
        for port in "$(control_port b)" "$(control_port c)" 6737; do
            forge evil 127.0.0.1 "$port" "$to" 6737 "${weapons[@]}"
            dropped ${#answers[@]} unexpected
            dropped $((${#weapons[@]} - ${#answers[@]})) not-local
        done
    done
    for label in a b c; do
        forge evil 127.0.0.1 6737 127.0.0.1 "$(control_port "$label")" "${weapons[@]}"
    done
    # To the primary's own control port.
    dropped ${#answers[@]} unexpected
    dropped $((${#weapons[@]} - ${#answers[@]})) not-local
    nothing_happened
    same 0 "$(sent h)"
}

@test "a program of this host can't act for another provider" {
    local name label
    same "" "$(throw h 127.0.0.1 6737 weapons/provider_unregistration-of-b)"
    dropped 1 not-registrant
    # Its port is not registered, and the claimed id does not matter.
    for name in provider_heartbeat provider_heartbeat_deputy provider_heartbeat_line; do
        same 9 "$(throw h 127.0.0.1 6737 "weapons/$name-of-b")"
    done
    # The same holds for the registered port at another loopback address.
    forge h 127.0.0.9 "$(control_port b)" 127.0.0.1 6737 weapons/provider_unregistration-of-b
    dropped 1 not-local
    same "" "$(throw h 127.0.0.1 6737 all/provider_unregistration)"
    dropped 1 not-registrant
    # A registration with the primary's own id is refused.
    same "" "$(throw h 127.0.0.1 6737 weapons/provider_registration-of-a)"
    dropped 1 not-registrant
    nothing_happened
    # With another provider's id it registers itself, and that provider stays registered.
    for name in provider_registration provider_registration_empty provider_registration_user; do
        # Its claimed process does not exist, so the primary checks the provider.
        same 8 "$(throw h 127.0.0.1 6737 "weapons/$name-of-b" | head -n 1)"
    done
    await 2 found h "a b c" -l
    for label in b c; do listed h | grep -q -x "${pid[$label]}"; done
}

@test "a program of this host at another port is no primary" {
    local weapons=(weapons/provider_*response* weapons/provider_*ack* weapons/deputy_appointment*)
    local label
    weapons+=(weapons/provider_notification)
    for label in a b c; do
        same "" "$(throw h 127.0.0.1 "$(control_port "$label")" "${weapons[@]}")"
    done
    # Only the primary's counters are visible; they include drops at the discovery port.
    dropped ${#weapons[@]} not-registrant
    same "" "$(throw h 127.0.0.1 6737 "${weapons[@]}")"
    dropped ${#weapons[@]} unexpected
    nothing_happened
    same 0 "$(sent h)"
}

@test "a provider that gets a hundred false primary changes looks for the primary and finds it" {
    local hints=(weapons/primary_change*) many=() label
    for _ in {1..25}; do many+=("${hints[@]}"); done
    # The primary answers at most once a second that it is there. One answer has gone by the last
    # hint.
    same 11 "$(throw h 127.0.0.1 "$(control_port a)" "${many[@]}")"
    for label in b c; do
        same "" "$(throw h 127.0.0.1 "$(control_port "$label")" "${many[@]}")"
    done
    same 11 "$(throw h 127.0.0.1 6737 "${many[@]}")"
    await 2 found h "a b c" -l
    lists_exactly h a b c
    same "role: primary" "$(grep '^role: ' a.log)"
    same "role: secondary of $(id_of a)" "$(cat b.log c.log | grep '^role: ' | sort -u)"
}
