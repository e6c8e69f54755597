#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Services whose port and attributes change while the provider runs.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load scripted

setup() {
    open_lab
    hosts h c
    cable h eth0 192.0.2.1/24 c eth0 192.0.2.2/24
}
teardown() { close_lab; }

# shows HOST PORT: a search from there finds the service once, with this port and the same number in
# its attribute.
shows() {
    probe "$1" -f '{name} {port} {attr.port}' _http._tcp -n web &&
        same "web $2 $2" "$output" &&
        same "" "$stderr" &&
        same 0 "$status"
}

# is_whole HOST [OPTION...]: a search from there finds the service once, and its port and its
# attribute are of the same version. A search of all services cannot be sure that it has them while
# they change, and says so.
is_whole() {
    local host=$1 port attribute
    shift
    probe "$host" -f '{port} {attr.port}' _http._tcp -n web "$@"
    case $status:$stderr in
        0: | 4:*"its providers are changing"*) ;;
        *) same 0: "$status:$stderr" ;;
    esac
    same 1 "${#lines[@]}"
    read -r port attribute <<<"$output"
    same "$port" "$attribute"
}

# update_a_thousand_times: so slowly that many searches fall between the updates.
update_a_thousand_times() {
    local number
    for ((number = 1; number <= 1000; ++number)); do
        tell web "update web _http._tcp $number port=$number"
    done
}

# survives UPDATER WHAT: no search misses the service or sees a mixture while UPDATER runs.
survives() {
    local updater searches
    await 5 knows_its_providers h
    "$1" &
    updater=$!
    for ((searches = 0; ; searches += 3)); do
        has_ended "$updater" && break
        is_whole c -1
        is_whole h -1 -l
        is_whole c -w 0.3
    done
    wait "$updater"
    echo "# $searches searches during $2" >&3
    ((searches >= 30))
}

survives_updates() {
    tell web "add web _http._tcp 9999 port=9999"
    survives update_a_thousand_times "a thousand updates"
    await 5 shows c 1000
}

# configure PORT: replaces the configuration by one of this port.
configure() {
    printf '[service]\nname = web\ntype = _http._tcp\nport = %s\nattr = port=%s\n' "$1" "$1" >new
    mv new web.conf
}

# reload_a_thousand_times: does not wait until the provider has read each version. Rests now and then,
# so that many searches fall between the reloads.
reload_a_thousand_times() {
    local number
    for ((number = 1; number <= 1000; ++number)); do
        configure "$number"
        signal web HUP
        ((number % 10 != 0)) || sleep 0.1
    done
}

@test "no search misses a service of the primary or sees a mixture while it is updated" {
    script h web
    same primary "$(role web)"
    survives_updates
}

@test "no search misses a service of a secondary or sees a mixture while it is updated" {
    spawn h other mpdisc-provider -t _ipp._tcp -p 631 -n other
    await_log other '^role: '
    script h web
    matches ^secondary "$(role web)"
    survives_updates
}

@test "no search misses a service or sees a mixture during a storm of reloads" {
    spawn h other mpdisc-provider -t _ipp._tcp -p 631 -n other
    await_log other '^role: '
    configure 9999
    spawn h web setsid mpdisc-provider -c web.conf
    await_log web '^role: '
    survives reload_a_thousand_times "a thousand reloads"
    await 5 shows c 1000
    same "" "$(grep -v -e '^offering ' -e '^role: secondary' -e '^configuration reloaded: 0 added, [01] changed, 0 removed$' web.log)"
}

@test "an update that is refused leaves the old service" {
    script h web
    tell web "add web _http._tcp 80 port=80"
    same "no service of this name and type is offered" "$(answer web "update mail _http._tcp 25")"
    same "no service of this name and type is offered" "$(answer web "update web _ipp._tcp 25")"
    same "the port must be 1 to 65535" "$(answer web "update web _http._tcp 0 port=0")"
    shows c 80
    tell web "update WEB _http._tcp 81 port=81"
    shows c 81
    tell web "remove web _http._tcp"
    finds_nothing c _http._tcp
}
