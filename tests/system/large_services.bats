#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A printer with a large TXT record is found with all its attributes, next to other services.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# offer_printer LABEL SIZE [OPTION...]: offers a printer on p whose attributes take SIZE bytes in
# total, including a length byte for each. Sets `values` to their values.
offer_printer() {
    local label=$1 left=$2 key value attributes=()
    shift 2
    values=''
    for key in a b c d e; do
        # "k=" and the length byte take three bytes.
        value=$(printf "$key%.0s" {1..253})
        value=${value:0:left > 256 ? 253 : left - 3}
        attributes+=(-a "$key=$value")
        values+=$value
        left=$((left - 3 - ${#value}))
        ((left > 0)) || break
    done
    same 0 "$left"
    spawn p "$label" mpdisc-provider -t _ipp._tcp -p 631 -n "$label" "${attributes[@]}" "$@"
    await_log "$label" '^role: '
}

# shows_values HOST [OPTION...]: the probe finds the printer with all its attributes.
shows_values() {
    probe "$1" "${@:2}" _ipp._tcp -f '{attr.a}{attr.b}{attr.c}{attr.d}{attr.e}'
    same "$values" "$output"
}

@test "a printer with a TXT record of 863 bytes is found with all attributes" {
    hosts c p
    cable c eth0 192.0.2.1/24 p eth0 192.0.2.2/24
    offer_printer printer 863
    offer p other
    finds c "other printer"
    shows_values c
}

# alone: a probe repeats a request after 20 ms, and then gets the answer in two parts.
@test "a printer with a TXT record of 1024 bytes is found with all attributes, with and without keys" {
    # Its name and type take 67 bytes.
    local options printer=printer-with-a-name-of-just-fifty-eight-bytes-and-no-more-
    local host_name=a-host-name-of-just-sixty-four-bytes-is-what-linux-lets-one-have
    printf '%064d\n' 1 >key
    chmod 600 key
    hosts c p
    cable c eth0 192.0.2.1/24 p eth0 192.0.2.2/24
    # The host's name is so long that it has no room next to the attributes.
    on p hostname "$host_name"
    for options in '' '-k key'; do
        # shellcheck disable=SC2086 # words
        {
            offer_printer "$printer" 1024 $options
            offer p first $options
            offer p second $options
            shows_values c $options
            shows_values p -l $options
            shows_values c -6 $options
            probe c $options -f '{name} {host}'
        }
        same 0 "$status"
        same "first $host_name
$printer $host_name
second $host_name" "$(sort <<<"$output")"
        # shellcheck disable=SC2086 # words
        probe c $options -6 _ipp._tcp -f '{host} {endpoint}'
        matches '^- \[fe80::[0-9a-f:]+%eth0\]:631$' "$output"
        # shellcheck disable=SC2086 # words
        probe c $options -4 _ipp._tcp -f json
        matches '"host":"","address":"192\.0\.2\.2",' "$output"
        stop first
        stop second
        stop "$printer"
    done
}

@test "a service that is too large is refused, and the message tells by how many bytes" {
    local value
    value=$(printf 'v%.0s' {1..253})
    hosts p
    run -2 --separate-stderr on p mpdisc-provider -t _ipp._tcp -p 631 \
        -n "$(printf 'n%.0s' {1..63})" -a "a=$value" -a "b=$value" -a "c=$value" -a "d=$value"
    matches ': name, type and attributes, .* at most 1091 bytes together; these have 1096$' "${stderr_lines[0]}"
    run -2 --separate-stderr on p mpdisc-provider -t _ipp._tcp -p 631 -n n \
        -a "a=$value" -a "b=$value" -a "c=$value" -a "d=$value" -a e
    matches 'all attributes, each with one extra byte, may have at most 1024 bytes' "$stderr"
}
