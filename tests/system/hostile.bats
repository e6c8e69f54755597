#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What the providers of a host say to one another is believed from nobody else: neither from other
# hosts, whatever source they claim, nor from programs of this host at other ports.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load messages

setup() {
    open_lab
    hosts h evil
    cable h eth0 192.0.2.1/24 evil eth0 192.0.2.2/24
    for name in a b c; do
        offer h "$name" -v
        await_log "$name" '^role: '
    done
    await 2 registered h 2
    await 2 has_deputy h
    prepare_weapons
    remember
    listen_to h eth0
}
teardown() { close_lab; }

# id_of LABEL
id_of() {
    on h mpdisc-probe --status -f tsv | awk -F '\t' -v pid="${pid[$1]}" '$4 == pid { print $3 }'
}

# control_port LABEL: the port at which it hears other providers.
control_port() {
    on h ss -Hulnp 'src = 127.0.0.1' | awk -v holder="pid=${pid[$1]}," '
        index($0, holder) { sub(".*:", "", $4); print $4 }'
}

link_local() {
    on "$1" ip -6 address show dev eth0 scope link |
        awk '$1 == "inet6" { sub("/.*", "", $2); print $2 }'
}

# prepare_weapons: each control message, in the names of the primary and of a secondary; and a
# notification to answer to the neighbour.
prepare_weapons() {
    local file name label
    write_messages all
    mkdir weapons
    for file in all/*; do
        name=${file#all/}
        [[ $name != client_* && $name != service_* && $name != provider_notification* ]] || continue
        for label in a b; do
            of_provider "$(id_of "$label")" <"$file" >"weapons/$name-of-$label"
        done
    done
    write_notification >weapons/provider_notification
}

# write_notification: to answer 192.0.2.2 port 9, by eth0.
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

# state: of the host, as its primary tells it and all have logged. The deputy's beats go on.
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

# dropped COUNT REASON: the primary has, since the last time.
declare -gA seen=()
dropped() {
    seen[$2]=$((seen[$2] + $1))
    await 2 has_dropped "$2" "${seen[$2]}" || { counter h "drop-$2"; return 1; }
}

has_dropped() {
    [ "$(counter h "drop-$1")" = "$2" ]
}

@test "no control message is taken from another host, to whatever address and port" {
    local weapons=(weapons/*) answers=(weapons/status_response*) to port
    for to in 192.0.2.1 192.0.2.255 "$(link_local h)%eth0" ff12::6d70:6469:7363%eth0; do
        same "" "$(throw evil "$to" 6737 "${weapons[@]}")"
        # A primary never waits for the status.
        dropped ${#answers[@]} unexpected
        dropped $((${#weapons[@]} - ${#answers[@]})) not-local
    done
    for port in $(on h ss -Hulnp | sed -n 's/.*:\([0-9]*\) .*pid=.*/\1/p' | sort -u); do
        [ "$port" = 6737 ] || same "" "$(throw evil 192.0.2.1 "$port" "${weapons[@]}" 2>/dev/null)"
    done
    nothing_happened
    same 0 "$(sent h)"
    # They are not mere noise: from this host, a primary answers some, and asks (11) whether a
    # provider whose process is not there is so itself.
    same "4 8 9 11 13" "$(throw h 127.0.0.1 6737 weapons/provider_discovery_request-of-b \
        all/provider_registration all/provider_heartbeat weapons/status_request-of-a |
        sort -n | xargs)"
}

@test "no control message is taken from the wire, though its source be loopback" {
    local weapons=(weapons/*) answers=(weapons/status_response*) label port
    # A kernel that lets such pass: by default none does.
    # shellcheck disable=SC2016 # for that shell
    on h sh -c 'for name in route_localnet accept_local; do
        echo 1 >"/proc/sys/net/ipv4/conf/all/$name"
    done'
    # And a neighbour to whom loopback is elsewhere.
    on evil ip address flush dev lo
    on evil sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet'
    on evil ip route add 127.0.0.0/8 via 192.0.2.1 dev eth0 src 192.0.2.2
    for to in 192.0.2.1 127.0.0.1; do
        # From the ports that registered, and the one that notifies.
        for port in "$(control_port b)" "$(control_port c)" 6737; do
            forge evil 127.0.0.1 "$port" "$to" 6737 "${weapons[@]}"
            dropped ${#answers[@]} unexpected
            dropped $((${#weapons[@]} - ${#answers[@]})) not-local
        done
    done
    for label in a b c; do
        forge evil 127.0.0.1 6737 127.0.0.1 "$(control_port "$label")" "${weapons[@]}"
    done
    # The primary's own control port.
    dropped ${#answers[@]} unexpected
    dropped $((${#weapons[@]} - ${#answers[@]})) not-local
    nothing_happened
    same 0 "$(sent h)"
}

@test "a program of this host speaks for no provider but itself" {
    local name label
    same "" "$(throw h 127.0.0.1 6737 weapons/provider_unregistration-of-b)"
    dropped 1 not-registrant
    # Whatever id it claims, it is not registered.
    for name in provider_heartbeat provider_heartbeat_deputy provider_heartbeat_line; do
        same 9 "$(throw h 127.0.0.1 6737 "weapons/$name-of-b")"
    done
    # From the same port of another loopback address, too.
    forge h 127.0.0.9 "$(control_port b)" 127.0.0.1 6737 weapons/provider_unregistration-of-b
    dropped 1 not-local
    same "" "$(throw h 127.0.0.1 6737 all/provider_unregistration)"
    dropped 1 not-registrant
    # By the primary's own id nobody registers.
    same "" "$(throw h 127.0.0.1 6737 weapons/provider_registration-of-a)"
    dropped 1 not-registrant
    nothing_happened
    # By another's it registers itself, beside that one.
    for name in provider_registration provider_registration_empty provider_registration_user; do
        # Its process is not there, so it is asked whether it is.
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
    # The primary's are counted where they can be seen; those at the discovery port, too.
    dropped ${#weapons[@]} not-registrant
    same "" "$(throw h 127.0.0.1 6737 "${weapons[@]}")"
    dropped ${#weapons[@]} unexpected
    nothing_happened
    same 0 "$(sent h)"
}

@test "who is told a hundred times that the primary changed looks, and finds it" {
    local hints=(weapons/primary_change*) many=() label
    for _ in {1..25}; do many+=("${hints[@]}"); done
    # The primary says once a second at most that it is. By the last of these one has gone.
    same 11 "$(throw h 127.0.0.1 "$(control_port a)" "${many[@]}")"
    for label in b c; do
        same "" "$(throw h 127.0.0.1 "$(control_port "$label")" "${many[@]}")"
    done
    same 11 "$(throw h 127.0.0.1 6737 "${many[@]}")"
    await 2 found h "a b c" -l
    lists_just h a b c
    same "role: primary" "$(grep '^role: ' a.log)"
    same "role: secondary of $(id_of a)" "$(cat b.log c.log | grep '^role: ' | sort -u)"
}
