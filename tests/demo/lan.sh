#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# lan.sh: shows what mpdisc does on a network of three hosts, one of them slow. The hosts are network
# namespaces, which end with this script. Ends with exit code 1 if something differs from what it says.
#
# MPDISC_BIN: the directory of the programs and of frame-forwarder (default: build/ of this source tree)
set -euo pipefail

demo=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/demo/stage.sh
. "$demo/stage.sh"

export MPDISC_BIN="${MPDISC_BIN:-$demo/../../build}"
for program in mpdisc-provider mpdisc-probe frame-forwarder; do
    [ -x "$MPDISC_BIN/$program" ] || fail "there is no $program in $MPDISC_BIN: run make demo-lan"
done

# The laboratory of the tests makes the hosts. It is written for bats.
bats_require_minimum_version() { :; }
skip() { fail "$*"; }
BATS_TEST_DIRNAME=$(cd "$demo/../system" && pwd)
BATS_TEST_TMPDIR=$(mktemp -d)
trap 'end_show $?' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# shellcheck source=tests/system/lab.bash
. "$BATS_TEST_DIRNAME/lab.bash"
# shellcheck source=tests/system/loss.bash
. "$BATS_TEST_DIRNAME/loss.bash"

# end_show EXIT_CODE: removes the hosts and all that runs there. After a failure shows the logs.
end_show() {
    # shellcheck disable=SC2034 # for close_lab
    [ "$1" = 1 ] || BATS_TEST_COMPLETED=1
    close_lab
    rm -rf "$BATS_TEST_TMPDIR"
}

# make_network: connects the hosts desk, rack and slow by a switch. Broadcasts reach the slow host up
# to 300 ms late, as a station that sleeps; all other frames take 20 ms each way.
make_network() {
    switch switch
    hosts desk rack slow
    plug desk eth0 switch 192.0.2.1/24
    plug rack eth0 switch 192.0.2.2/24
    forward slow switch 192.0.2.3/24 --doze-ms 300 --delay 20
}

# start_watch: starts a watch on the host desk, and waits until it knows the network. Its events
# arrive at the descriptor `events`.
start_watch() {
    local event
    print_command -p 'desk$' mpdisc-probe --watch --lost-after 2 -f tsv
    exec {events}< <(on desk mpdisc-probe --watch --lost-after 2 -f tsv 2>watch.log)
    read -r -t 10 -u "$events" event _ || fail "the watch should start"
    [ "$event" = synced ] || fail "the network should be empty"
}

# act HOST COMMAND...: shows and runs the command, from which the times of the events count.
act() {
    print_command -p "$1\$" "${@:2}"
    start_clock
    on "$@"
}

# add_service HOST NAME TYPE PORT: starts a provider, and expects that the watch tells.
add_service() {
    local command=(mpdisc-provider -t "$3" -p "$4" -n "$2")
    print_command -p "$1\$" "${command[@]}"
    start_clock
    spawn "$1" "$2" "${command[@]}"
    expect added "$2"
}

# expect EVENT NAME: the next event of the watch is this one, within 10 s. Shows when it comes.
expect() {
    local event name host address port
    IFS=$'\t' read -r -t 10 -u "$events" event name _ host address port _ ||
        fail "the watch should tell: $1 $2"
    result "$(printf '%7d ms  %-8s %-8s %s:%s on %s' "$(elapsed_ms)" \
        "$event" "$name" "$address" "$port" "$host")"
    [ "$event $name" = "$1 $2" ] || fail "the watch should tell: $1 $2"
}

# no_more_events: the watch has told nothing else.
no_more_events() {
    local event
    ! read -r -t 0.2 -u "$events" event || fail "the watch should not tell: $event"
}

# list_from HOST "NAME...": searches from this host. The list must be complete and have these names.
list_from() {
    local command=(mpdisc-probe -f '{name} on {host} answered after {rtt_us} us' --sort name)
    print_command -p "$1\$" "${command[@]}"
    start_clock
    on "$1" "${command[@]}" >found || fail "the search ended with exit code $?"
    result "$(printf '%7d ms  the list is complete:' "$(elapsed_ms)")"
    cat found
    [ "$(cut -d ' ' -f 1 found | paste -s -d ' ')" = "$2" ] || fail "the search should find $2"
}

open_lab
make_network
heading '1. Three hosts; "slow" gets broadcasts up to 300 ms late. "desk" has a watch'
start_watch
add_service rack Web _http._tcp 80
add_service rack Wiki _http._tcp 8080
add_service slow Camera _rtsp._tcp 554
add_service desk Printer _ipp._tcp 631
pause

heading '2. A search waits for the slow host'
echo 'While the hosts are still learning of each other, a search takes longer.'
list_from rack "Camera Printer Web Wiki"
pause

heading '3. The primary of "rack" is killed: its own service goes, Wiki stays'
print_command -p 'rack$' kill -9 "${pid[Web]}"
start_clock
kill_hard Web
expect removed Web
wait_until has_role Wiki primary || fail "Wiki should be primary"
result "$(printf '%7d ms  Wiki is the primary of this host' "$(elapsed_ms)")"
no_more_events
pause

heading '4. The cable of "rack" is pulled'
act switch ip link set rack-eth0 down
expect removed Wiki
pause

heading '5. It is plugged in again, and the killed program is back'
act switch ip link set rack-eth0 up
expect added Wiki
add_service rack Web _http._tcp 80
no_more_events
list_from desk "Camera Printer Web Wiki"

heading "Next, in the directory of the Makefile:"
suggest_page "mpdisc-probe.1" "searches and watches"
suggest_page "mpdisc-provider.8" "what a provider can do"
suggest "make check" "test all of it"
