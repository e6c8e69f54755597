#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# contrib/schema: what the probe prints as JSON suits the schemas, and they refuse what is wrong.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

schemas=$BATS_TEST_DIRNAME/../../contrib/schema

setup() {
    find_python
    open_lab
}
teardown() { close_lab; }

# find_python: sets python to one that has the module for schemas.
find_python() {
    for python in python3 /usr/bin/python3; do
        ! "$python" -c 'import jsonschema' 2>/dev/null || return 0
    done
    skip "jsonschema for Python is not here"
}

# suits SCHEMA FILE: each line of the file suits the schema, which refuses it with any fault.
suits() {
    "$python" "$BATS_TEST_DIRNAME/../support/validate_json.py" "$schemas/$1.schema.json" <"$2"
}

# refuses SCHEMA LINE FILTER...: the schema refuses what each of these filters of jq makes of the line.
refuses() {
    local schema=$1 line=$2 filter
    shift 2
    for filter; do
        jq -c "$filter" <<<"$line" || echo "$filter"
    done | "$python" "$BATS_TEST_DIRNAME/../support/validate_json.py" --refuse \
        "$schemas/$schema.schema.json"
}

# has_lines FILE COUNT: the file has at least so many lines.
has_lines() {
    [ "$(wc -l <"$1")" -ge "$2" ]
}

# hostile_hosts: two connected hosts. On b a primary, its deputy and another secondary offer services
# whose texts are hostile; on a there is one service.
hostile_hosts() {
    hosts a b
    cable a eth0 192.0.2.1/24 b 'e"{0\}' 192.0.2.2/24
    offer b plain
    spawn b hostile mpdisc-provider -t _x-1._UDP -p 65535 -n $'"},\\u0000{"\xe2\x80\xae \xf0\x9f\x8e\x89' \
        -a flag -a empty= -a $'lines=\n\t\r\x01\x7f\xc2\x9b' -a 'a "key" \={}' \
        -t _http._tcp -p 1 -n "$(printf '%063d' 0)"
    await_log hostile '^role: '
    offer b third
    await 5 registered b 2
    offer a near
    await 5 is_settled a
}

@test "services of both families, all roles and hostile texts suit their schema" {
    hostile_hosts
    for family in 4 6; do
        on a mpdisc-probe "-$family" -f json >"found.$family"
        has_lines "found.$family" 5
        suits service "found.$family"
    done
    same 2 "$(jq -r .role found.6 | sort -u | wc -l)"
    grep -q '"address":"fe80::[0-9a-f:]*%eth0"' found.6
    on b mpdisc-probe -f json >found.b
    suits service found.b
    grep -q -F '%e\"{0' found.b
    on b mpdisc-probe -l -f json -n $'"},\\u0000{"\xe2\x80\xae \xf0\x9f\x8e\x89' >hostile.json
    suits service hostile.json
    same 4 "$(jq '.attributes | length' hostile.json)"
}

# move_to PORT: writes a configuration with a service at this port.
move_to() {
    printf '[service]\nname = moving\ntype = _http._tcp\nport = %d\n' "$1" >moving.conf
}

@test "events suit their schema, with a time and without" {
    hostile_hosts
    move_to 1
    spawn b moving mpdisc-provider -c moving.conf
    await_log moving '^role: '
    for label in plainly timed; do
        option=
        [ "$label" = plainly ] || option=--time
        spawn a "$label" mpdisc-probe --watch -f json ${option:+"$option"}
    done
    all_came() { grep -q '"synced"' plainly.out && grep -q '"synced"' timed.out; }
    await 10 all_came
    stop hostile
    offer b later
    move_to 2
    signal moving HUP
    all_told() { has_lines plainly.out 11 && has_lines timed.out 11; }
    await 10 all_told
    for label in plainly timed; do suits event "$label.out"; done
    same "added changed removed synced" "$(jq -r .event plainly.out | sort -u | paste -s -d ' ')"
    same 1 "$(jq -r 'has("time")' timed.out | sort -u | wc -l)"
}

@test "hosts suit their schema" {
    hostile_hosts
    for host in a b; do
        on "$host" mpdisc-probe --hosts -f json >"known.$host"
        has_lines "known.$host" 2
        suits host "known.$host"
    done
    grep -q '"primary":""' known.a
    grep -q -F '%e\"{0' known.b
}

@test "the parts of the status suit their schema" {
    hostile_hosts
    on b mpdisc-probe --status -f json >status
    same 6 "$(wc -l <status)"
    suits status status
    same 1 "$(grep -c '"deputy":true' status)"
}

@test "the parts of a status that is printed again and again suit their schema" {
    hostile_hosts
    spawn b again mpdisc-probe --status --watch --interval 0.05 -f json
    await 5 has_lines again.out 15
    stop again
    suits status again.out
    same 6 "$(head -n 6 again.out | jq -r 'keys_unsorted[0]' | wc -l)"
    same "role last_drops" "$(sed -n '7p;6p' again.out | jq -r 'keys_unsorted[0]' | sort -r | paste -s -d ' ')"
}

service='{"name":"a","type":"_http._tcp","host":"h","address":"192.0.2.1","addresses":["fe80::1%eth0"],
    "port":80,"attributes":{"key":"value","flag":true},"provider":"0123456789abcdef0123456789abcdef",
    "role":"primary","interface":"eth0","rtt_us":12}'

@test "the schema of services refuses wrong values" {
    jq -c . <<<"$service" >right
    suits service right
    # shellcheck disable=SC2016
    refuses service "$service" '.name = ""' '.name = "a\n"' '.name = "a\u0085"' '.name = "a" * 64' \
        '.type = "http"' '.type = "_http"' '.type = "_http._tcp\n"' '.type = "_-a._tcp"' \
        '.type = "_a--b._tcp"' '.type = "_1._tcp"' '.type = "_abcdefghijklmnop._tcp"' '.type = "_a._sctp"' \
        '.host = "a" * 65' '.host = "a\t"' '.address = ""' '.address = "192.0.2"' '.address = "192.0.2.256"' \
        '.address = "192.0.2.01"' '.address = "h"' '.address = "FE80::1"' '.address = "fe80::1%"' \
        '.addresses = ["h"]' '.addresses = [range(9) | "192.0.2.\(.)"]' '.port = 0' '.port = 65536' \
        '.attributes = {"": true}' '.attributes = {"a=b": true}' '.attributes = {"\u00e4": true}' \
        '.attributes.key = false' '.attributes.key = 1' '.attributes.key = "a\u0000"' \
        '.provider = "0123"' '.provider |= ascii_upcase' '.role = "deputy"' '.role = "none"' \
        '.interface = "a" * 64' '.rtt_us = 4294967296' '.rtt_us = -1' '.event = "added"' '{}'
}

@test "the schema of events refuses wrong events and times" {
    jq -c '.event = "added", {event: "synced"}' <<<"$service" >right
    jq -c '.event = "removed" | .time = "2026-01-31T12:00:00.123Z"' <<<"$service" >>right
    suits event right
    refuses event "$service" . '.event = "gone"' '.event = "synced"' '{event: "added"}' \
        '{event: "synced", time: "now"}' '{event: "synced", time: "2026-13-31T12:00:00.123Z"}' \
        '{event: "synced", time: "2026-01-31T12:00:00Z"}' \
        '.event = "added" | .time = "2026-01-31T12:00:00.123Z\n"' '.event = "added" | .port = 0'
}

@test "the schema of hosts refuses wrong values" {
    host='{"host":"0123456789abcdef0123456789abcdef","primary":"","addresses":["127.0.0.1"],
        "interfaces":["lo"],"services":1,"age_s":0,"revision":2}'
    jq -c . <<<"$host" >right
    suits host right
    refuses host "$host" '.host = ""' '.primary = "-"' '.addresses = []' '.interfaces = []' \
        '.addresses = [range(5) | "192.0.2.\(.)"]' '.services = 4294967296' '.age_s = 0.5' '.kind = "host"'
}

@test "the schema of the status refuses wrong values, and parts that are mixed" {
    hosts h
    offer h one
    on h mpdisc-probe --status -f json >right
    suits status right
    {
        read -r provider
        read -r neighbourhood
        read -r counters
    } <right
    refuses status "$provider" '.role = "deputy"' '.deputy = true' '.pid = -1' '.services[0].port = 0' \
        '.services[0].host = "h"' '.services |= (until(length > 2048; . + .))' '.counters = {}'
    refuses status "$neighbourhood" '.neighbourhood.settled = 1' '.neighbourhood.host = "h"' '.counters = {}'
    refuses status "$counters" '.counters.requests = "1"' '.counters.other = 1' 'del(.counters.deaths)' \
        'del(.counters.deaths) | .counters.other = 1'
}

@test "definitions with one name are the same in all schemas" {
    # A name and its definition a line.
    jq -c -S '."$defs" | to_entries[] | [.key, .value]' "$schemas"/*.schema.json | sort -u >definitions
    same "" "$(jq -r '.[0]' definitions | sort | uniq -d)"
    has_lines definitions 10
}

@test "the parts of an explanation suit their schema, which refuses wrong ones" {
    hosts h
    on h mpdisc-probe --explain -f json >explanation || same 1 $?
    suits explanation explanation
    grep '"cause"' explanation >cause
    refuses explanation "$(head -n 1 cause)" '.kind = "note"' '.code = "bad-luck"' '.text = ""' \
        '.advice = 1' 'del(.advice)' '.more = 1'
}
