#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The roles of providers, and what a host's primary knows.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

id_of_primary() {
    on "$1" mpdisc-probe --status -f tsv | awk -F '\t' '$2 == "primary" { print $3 }'
}

@test "complaint_01_start_order: the first is primary, the next are secondaries" {
    hosts h
    for name in a b c d; do offer h "$name"; done
    same primary "$(role a)"
    primary=$(id_of_primary h)
    for name in b c d; do same "secondary of $primary" "$(role "$name")"; done
    finds h "a b c d" -l
    finds h "a b c d"
}

@test "complaint_02_only_one_instance_seen: all four are found from here and from elsewhere" {
    hosts h other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    for name in a b c d; do offer h "$name"; done
    finds h "a b c d"
    finds h "a b c d" -l
    finds other "a b c d"
    offer other e
    finds h "a b c d e"
    finds other "a b c d e"
    finds other "e" -l
}

@test "eight that start at once have one primary" {
    hosts h
    names=(a b c d e f g h)
    for name in "${names[@]}"; do launch h "$name"; done
    for name in "${names[@]}"; do await_log "$name" '^role: '; done
    same 1 "$(grep -l '^role: primary$' -- *.log | wc -l)"
    await 2 registered h 7
    finds h "${names[*]}" -l
}

@test "a file gives any number of services" {
    hosts h
    cat >services.conf <<-'END'
		# Common settings and three services.
		[provider]
		discovery-port = 7000
		[service]
		name = "The first, \"quoted\""
		type = _http._tcp
		port = 80
		attr = path=/a b
		attr = "newline=one\ntwo"
		[service]
		type = _ipp._tcp
		port = 631
		[service]
		name = third
		type = _http._udp
		port = 8080
	END
    spawn h file mpdisc-provider -c services.conf
    await_log file '^role: primary'
    probe h -P 7000 -l -f '{name}|{type}|{port}|{attributes}|{role}'
    same 0 "$status"
    same "$(printf '%s\n' 'The first, "quoted"|_http._tcp|80|path=/a\0040b newline=one\ntwo|primary' \
        'h|_ipp._tcp|631||primary' 'third|_http._udp|8080||primary')" "$output"
    probe h -P 7000 -l -f '{provider}'
    same 1 "$(sort -u <<<"$output" | wc -l)"

    # Options override the file and may add a service.
    spawn h both mpdisc-provider -c services.conf -P 7002 -t _ssh._tcp -p 22 -n fourth
    await_log both '^role: primary'
    finds h "The first, \"quoted\" fourth h third" -P 7002 -l
}

@test "services with the same name are different if their types or providers differ" {
    hosts h
    spawn h one mpdisc-provider -t _http._tcp -p 80 -n same
    spawn h two mpdisc-provider -t _ipp._tcp -p 631 -n same
    spawn h three mpdisc-provider -t _http._tcp -p 81 -n same
    for label in one two three; do await_log "$label" '^role: '; done
    finds h "same same same" -l
    finds h "same same" -l _http._tcp
}

@test "the status shows the primary, its secondaries and its counters, in each format" {
    hosts h
    offer h a
    offer h b -a $'note=tab\there'
    offer h c
    await 2 registered h 2
    # From then on the primary's list is complete, and one request is enough.
    await 2 found h "a b c" -l
    requests=$(counter h requests)
    probe h -l
    same $((requests + 1)) "$(counter h requests)"

    probe h --status -f tsv
    same 0 "$status"
    same "1 primary 2 secondary" "$(awk -F '\t' '$1 == "provider" { print $2 }' <<<"$output" |
        sort | uniq -c | xargs)"
    same "${pid[a]}" "$(awk -F '\t' '$2 == "primary" { print $4 }' <<<"$output")"
    same "1 1 1" "$(awk -F '\t' '$1 == "provider" { print $7 }' <<<"$output" | xargs)"
    same "- deputy -" "$(awk -F '\t' '$1 == "provider" { print $8 }' <<<"$output" | xargs)"
    same $'_http._tcp\t8080\tnote=tab\\there' \
        "$(awk -F '\t' '$1 == "service" && $3 == "b"' <<<"$output" | cut -f 4-)"
    matches $'counter\tregistrations\t2\t-\t-\n' "$output"

    probe h --status -f json
    same 0 "$status"
    same 3 "$(jq -s '[.[] | select(.role)] | length' <<<"$output")"
    same "${pid[c]}" "$(jq 'select(.services[]?.name == "c").pid' <<<"$output")"
    same 'tab	here' "$(jq -r '.services[]?.attributes.note // empty' <<<"$output")"
    same 2 "$(jq '.counters.registrations // empty' <<<"$output")"
    same "${pid[b]}" "$(jq 'select(.deputy == true).pid' <<<"$output")"
    jq -s -e 'all(.[] | select(.role == "secondary"); .age_ms >= .last_heartbeat_ms)' <<<"$output"

    probe h --status -f table
    same 0 "$status"
    matches "^ROLE +ID +PID +AGE +HEARTBEAT +SERVICES"$'\n'"primary +[0-9a-f]{32} +${pid[a]} " "$output"
    matches "deputy +[0-9a-f]{32} +${pid[b]} .* b _http\._tcp 8080"$'\n' "$output"
    matches "secondary +[0-9a-f]{32} +${pid[c]} .* c _http\._tcp 8080"$'\n' "$output"
    # The count of the deputy's heartbeats may follow.
    matches $'\n'"registrations +2 +-("$'\n'"|$)" "$output"
}

@test "the status shows this host only, and says if there is no primary" {
    hosts h other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    offer other a
    probe h --status -w 0.3
    same 1 "$status"
    same "" "$output"
    matches "^mpdisc-probe: .*6737$" "$stderr"
}

@test "a provider that offers the same service as another one is told so, and both are found" {
    hosts h
    local warned=' of this host offers the same name and type; clients find both$'
    offer h a
    spawn h b mpdisc-provider -t _http._tcp -p 8081 -n c
    await_log b '^role: '
    id=$(on h mpdisc-probe --status -f tsv | awk -F '\t' '$1 ~ /^provider/ && $2 != "primary" { print $3 }')
    [ ${#id} = 32 ]
    spawn h again mpdisc-provider -t _http._tcp -p 8082 -n c
    await_log again "^provider $id$warned"
    spawn h beside mpdisc-provider -t _HTTP._tcp -p 8083 -n a
    await_log beside "^provider $(id_of_primary h)$warned"
    for label in a b; do same 0 "$(grep -c "$warned" "$label.log")"; done
    finds h "a a c c" -l
}
