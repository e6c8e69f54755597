#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Floods of datagrams of all kinds, as fast as the machine can send them. Searches still find all
# services, and no trace of a flood remains. "make flood" runs each flood for a minute and shows the
# figures.
#
# last: a flood uses the whole machine. These tests run after all others. Several of them run side by
# side, and one of them floods at a time.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load loss
load messages

seconds=${FLOOD_SECONDS:-5}
type=_honest._tcp
# Formats of a row of "make flood" and of its parts.
row='# flood: %-28s %8d %5d/%-4d %6d %6d %6d %6d %5d %5d\n'
part='# flood:     %-24s %8d\n'

setup() {
    open_lab
    switch s
    hosts h client
    plug h eth0 s 192.0.2.1/24
    # No flooder forges this address: a forged client would share the flooder's rate limit.
    plug client eth0 s 192.0.2.4/24
    exec 9<"$BATS_TEST_FILENAME"
    write_messages messages
    # A request whose filter matches the honest services.
    printf 'MPD1\1\0\0\25%s\0\6\0\1\1\200\50\0\14%s' transact "$type" >messages/filtered
    offer_thirty
}
teardown() { close_lab; }

# await_turn, end_turn: call them before floods start, and when they are over. A test that has the
# turn does not wait for it.
await_turn() {
    flock 9
}
end_turn() {
    flock -u 9
}

# offer_thirty: starts the twenty providers p10 to p29 on h, with thirty services; p10 is the
# primary. Writes the names of the services to the file "expected".
offer_thirty() {
    local number service
    for number in {10..29}; do
        for service in $(seq $((1 + number % 2))); do
            printf '[service]\nname = p%s-%s\ntype = %s\nport = 8080\n' \
                "$number" "$service" "$type" >>"p$number.conf"
            echo "p$number-$service" >>expected
        done
        spawn h "p$number" mpdisc-provider -c "p$number.conf"
        [ "$number" != 10 ] || await_log p10 '^role: primary$'
    done
    read -ra all <<<"$(living)"
    await 5 registered h 19
    await 5 are_all_found client
}

are_all_found() {
    found "$1" "$(paste -s -d ' ' expected)" "$type"
}

# plug_flooder: adds a hostile neighbour of h, whose kernel can send from the loopback address.
plug_flooder() {
    hosts flooder
    plug flooder eth0 s 192.0.2.3/24
    on flooder sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet'
}

# plug_far: adds a host behind a router.
plug_far() {
    hosts router far
    plug router eth0 s 192.0.2.254/24
    cable far eth0 203.0.113.1/24 router eth1 203.0.113.254/24
    on router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    on far ip route add default via 203.0.113.254
    on h ip route add default via 192.0.2.254
}

# flood HOST LABEL IF ADDRESS KIND...: starts a flood of the discovery port in the background.
flood() {
    local host=$1 label=$2 interface=$3 to=$4
    shift 4
    await_turn
    spawn "$host" "$label" flood "$interface" "$to" "${port:-6737}" "$seconds" messages "$@"
    flooders+=("$label")
}

# search_each_second DIRECTORY HOST [ARGUMENT...]: searches while the flood lasts. Writes the
# results of judge() and, to the file "wrong", its complaints into DIRECTORY.
search_each_second() {
    local directory=$1 run start_us left_us
    shift
    mkdir "$directory"
    cp expected "$directory"
    cd "$directory" || return
    start_us=$(now_us)
    for ((run = 1; run <= seconds; run++)); do
        search "$@" "$type"
        judge "$run" >>wrong || true
        left_us=$((start_us + run * 1000000 - $(now_us)))
        ((left_us < 0)) || sleep "$((left_us / 1000000)).$(printf %06d $((left_us % 1000000)))"
    done
}

# withstands WHAT: checks the host while the started floods run, with searches from another host and
# from the flooded one.
withstands() {
    local label memory logs busy searches=()
    memory=$(memory_kib p10)
    logs=$(lines_logged)
    search_each_second elsewhere client &
    searches+=($!)
    search_each_second here h -l &
    searches+=($!)
    wait "${searches[@]}"
    for label in "${flooders[@]}"; do
        finish "$label"
        same 0 "$exit_code"
    done
    end_turn
    busy=$(processor_ms "${all[@]}")
    sleep 3
    busy=$(($(processor_ms "${all[@]}") - busy))
    logs=$(($(lines_logged) - logs))
    tell "$1" "$memory" "$logs" "$busy" >&3
    all_is_complete
    nothing_changed
    at_most $((memory + 256)) "$(memory_kib p10)" "KiB of the primary's own"
    at_most 5 "$logs" "lines logged"
    at_most 100 "$busy" "ms of processor time of all in the 3 s behind it"
}

lines_logged() {
    cat "${all[@]/%/.log}" | wc -l
}

# tell WHAT MEMORY LOGS BUSY
tell() {
    local rate complete
    rate=$(awk '$1 == "rate" { sum += $2 } END { print sum }' "${flooders[@]/%/.out}")
    complete=$(cat elsewhere/runs here/runs | grep -c "^30 .* 0$")
    # shellcheck disable=SC2059 # a format of ours
    printf "$row" "$1" "$rate" "$complete" $((2 * seconds)) \
        "$(slowest elsewhere)" "$(slowest here)" "$2" "$(memory_kib p10)" "$3" "$4"
    cat "${flooders[@]/%/.out}" | awk -v form="$part" '
        $1 != "rate" { if (!($1 in sum)) kinds[++count] = $1; sum[$1] += $2 }
        END { for (n = 1; n <= count; n++) printf form, kinds[n], sum[kinds[n]] }'
}

# slowest DIRECTORY: prints the duration of the longest search there, in milliseconds.
slowest() {
    cut -d ' ' -f 3 "$1/runs" | sort -n | tail -n 1
}

all_is_complete() {
    local directory
    for directory in elsewhere here; do
        head -n 40 "$directory/wrong"
        same "$seconds" "$(wc -l <"$directory/runs")"
        [ ! -s "$directory/wrong" ]
    done
}

# No provider was lost, none changed its role, and the primary is the same.
nothing_changed() {
    local label
    listed h >registry
    for label in "${all[@]}"; do grep -q -x "${pid[$label]}" registry; done
    same "${pid[p10]}" "$(head -n 1 registry)"
    same "0 0" "$(counter h takeovers) $(counter h expirations)"
    same 20 "$(cat "${all[@]/%/.log}" | grep -c '^role: ')"
}

@test "a flood of malformed, truncated and oversized messages" {
    plug_flooder
    flood flooder garbage eth0 192.0.2.1 malformed truncated oversized
    withstands "no messages"
}

@test "a flood of control messages that only this host may send, and of requests from off the link" {
    plug_flooder
    plug_far
    flood flooder liar eth0 192.0.2.1 control forged strangers
    flood far stranger eth0 192.0.2.1 requests control
    withstands "forged and from elsewhere"
}

@test "a flood of requests by a neighbour" {
    plug_flooder
    flood flooder neighbour eth0 192.0.2.1 requests
    withstands "requests of one neighbour"
}

@test "a flood of requests with forged addresses of all neighbours" {
    plug_flooder
    flood flooder neighbours eth0 192.0.2.1 neighbours
    withstands "requests of all neighbours"
}

# has_neighbour: the flooded host still knows its only honest neighbour.
has_neighbour() {
    on h mpdisc-probe --hosts -f tsv | grep -q -F 192.0.2.5
}

@test "a flood of announcements of hosts that do not exist, with the addresses of all neighbours" {
    plug_flooder
    hosts honest
    plug honest eth0 s 192.0.2.5/24
    offer honest honest
    await 5 has_neighbour
    port=6738 flood flooder claims eth0 192.0.2.255 announcements claims
    flood flooder queries eth0 192.0.2.1 host-queries
    withstands "announcements and host queries"
    has_neighbour
    # A flood that has ended leaves no doubt behind: the hosts are known again.
    await 10 search_ends_at_once
}

search_ends_at_once() {
    local end_ms rest
    search client "$type"
    read -r end_ms rest < <(tail -n 1 found)
    same "end 0" "$rest" && at_most 100 "$end_ms" "ms until a search ends"
}

@test "a flood of all kinds, by broadcast, by multicast and from off the link" {
    local kinds=(malformed truncated oversized control forged requests neighbours strangers)
    plug_flooder
    plug_far
    flood flooder four eth0 192.0.2.255 "${kinds[@]}"
    flood flooder six eth0 ff12::6d70:6469:7363 "${kinds[@]}"
    flood far away eth0 192.0.2.1 malformed truncated oversized control requests
    withstands "everything"
}

# flood_here KIND...: floods from a program without privileges on this host. It does not register,
# because a registered program counts as a provider and affects the host's list.
flood_here() {
    find messages -name 'provider_registration*' ! -name '*_ack*' -delete
    await_turn
    spawn h insider setpriv --bounding-set -all --inh-caps -all \
        flood lo 127.0.0.1 6737 "$seconds" messages "$@"
    flooders=(insider)
}

@test "a flood of malformed and of control messages by a program of this host" {
    flood_here malformed truncated oversized control
    withstands "control messages from here"
}

@test "a flood of requests by a program of this host" {
    flood_here requests
    withstands "requests from here"
}

# flood_by_four KIND...: floods from four programs, so that the primary can't receive everything.
flood_by_four() {
    local number
    flood_here "$@"
    for number in 2 3 4; do
        spawn h "insider-$number" setpriv --bounding-set -all --inh-caps -all \
            flood lo 127.0.0.1 6737 "$seconds" messages "$@"
        flooders+=("insider-$number")
    done
}

@test "a flood of provider discovery requests by programs of this host" {
    flood_by_four seekers
    withstands "questions for the primary"
}

@test "a flood of status requests by programs of this host" {
    flood_by_four status
    withstands "questions for the status"
}

# flood_all_ports: sends requests and heartbeats to each loopback port of the host's providers;
# other programs can see the port numbers.
flood_all_ports() {
    local port
    flooders=()
    await_turn
    while read -r port; do
        spawn h "insider-$port" setpriv --bounding-set -all --inh-caps -all \
            flood lo 127.0.0.1 "$port" "$seconds" messages seekers heartbeats status
        flooders+=("insider-$port")
    done < <(on h ss -H4ulnp | grep mpdisc | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u)
}

@test "a flood of each loopback port of this host's providers by programs of this host" {
    flood_all_ports
    withstands "all ports of this host"
}

@test "a primary that hangs during a flood of provider discovery requests is replaced" {
    flood_by_four seekers heartbeats
    sleep 0.5
    signal p10 STOP
    start_us=$(now_us)
    await 10 has_another_primary
    at_most 5000 $((($(now_us) - start_us) / 1000)) "ms until there was another primary"
    signal p10 CONT
    for label in "${flooders[@]}"; do
        await "$seconds" has_ended "${pid[$label]}"
        finish "$label"
    done
    end_turn
    await 10 registered h 19
    await 5 are_all_found client
}

has_another_primary() {
    grep -q '^primary [0-9a-f]* hangs; took the port over$' -- p*.log
}
