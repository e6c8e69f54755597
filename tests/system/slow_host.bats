#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A host that hears or answers late, next to two that answer at once. "make lossy RUNS=100" runs
# each search a hundred times and shows the figures.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load loss
load events

setup() {
    open_lab
    switch s
    hosts client fast-1 fast-2 slow
    plug client eth0 s 192.0.2.254/24
    plug fast-1 eth0 s 192.0.2.1/24
    plug fast-2 eth0 s 192.0.2.2/24
}
teardown() { close_lab; }

# offer_everywhere [OPTION...]: offers a service on each host, which searches() then expects.
offer_everywhere() {
    local host
    for host in fast-1 fast-2 slow; do
        offer "$host" "on-$host" "$@"
        echo "on-$host" >>expected
    done
    make_acquainted client
}

# are_all_there: all services are found, so their providers have started.
are_all_there() {
    [ "$(on client mpdisc-probe -f '{name}' | sort)" = "$(cat expected)" ]
}

@test "complaint_21_sleeping_host: a host that takes 60 ms each way is found" {
    forward slow s 192.0.2.3/24 --delay 60
    offer_everywhere
    searches "one host of three takes 60 ms each way" client
}

@test "complaint_21_sleeping_host: a host that hears broadcasts up to 307 ms late is found" {
    forward slow s 192.0.2.3/24 --doze-ms 307
    offer_everywhere
    searches "one host of three hears broadcasts 0-307 ms late" client
    forwarder_did 'held [1-9]'
}

@test "complaint_21_sleeping_host: one of thirty that hears broadcasts up to 307 ms late is found" {
    forward slow s 192.0.2.3/24 --doze-ms 307
    for number in {4..31}; do
        hosts "h$number"
        plug "h$number" eth0 s "192.0.2.$number/24"
    done
    acquaint fast-1 fast-2 slow h{4..31}
    for number in {4..31}; do
        launch "h$number" "on-h$number"
        echo "on-h$number" >>expected
    done
    offer_everywhere
    sort -o expected expected
    await 10 are_all_there
    searches "one host of thirty hears broadcasts 0-307 ms late" client
    forwarder_did 'held [1-9]'
}

@test "complaint_21_sleeping_host: a search without patience waits for a host that others know" {
    forward slow s 192.0.2.3/24 --delay 60
    offer_everywhere
    await 5 knows fast-1 2
    await 5 knows fast-2 2
    for host in fast-1 fast-2; do await 5 is_settled "$host"; done
    searches "the same without patience, the hosts are known" client --patience 0
}

@test "complaint_21_sleeping_host: a host is waited for though all announcements are lost" {
    for host in fast-1 fast-2 slow; do
        on "$host" nft -f - <<-END
			table inet loss {
			    chain arriving {
			        type filter hook input priority 0
			        iifname != lo udp dport 6738 counter drop
			    }
			}
		END
    done
    forward slow s 192.0.2.3/24 --delay 60
    offer_everywhere
    await 5 knows fast-1 2
    await 5 is_settled fast-1
    searches "all announcements are lost, the hosts are known" fast-1 --patience 0
    on fast-1 nft list table inet loss | grep -q 'counter packets [1-9]'
    # Nothing tells the others that this host is gone. A search names it.
    kill_hard on-slow
    probe fast-1 -4 -f '{name}' -w 1
    same "on-fast-1 on-fast-2" "$(sort <<<"$output" | paste -s -d ' ')"
    matches '^mpdisc-probe: hosts incomplete: 1; 192\.0\.2\.3 on eth0 ' "$stderr"
    same 4 "$status"
}

# alone: the second host must answer before the first one has given its list, within milliseconds.
@test "complaint_21_sleeping_host: a host that no list names is a reason for patience" {
    forward slow s 192.0.2.3/24 --delay 60
    offer fast-1 on-fast-1
    for host in fast-2 slow; do offer "$host" "on-$host" --announce 0; done
    for host in fast-1 fast-2 slow; do echo "on-$host" >>expected; done
    make_acquainted fast-1
    await 5 is_settled fast-1
    searches "the slow host is silent about itself" fast-1
}

@test "a search ends after its patience if hosts are silent about themselves, and may miss a slow one" {
    forward slow s 192.0.2.3/24 --delay 60
    offer_everywhere --announce 0
    for patience in 0 0.2 0.4 0.8; do
        search client --patience "$patience"
        at_least=$(awk -v s="$patience" 'BEGIN { print s * 1000 }')
        read -r end_ms rest < <(tail -n 1 found)
        same "end 0" "$rest"
        ((end_ms >= at_least))
        at_most "$((at_least + 150))" "$end_ms" "ms until a search with --patience $patience ends"
        count=$(grep -c on- found)
        if [ "$patience" = 0 ]; then same 2 "$count"; else same 3 "$count"; fi
    done
}

@test "a search that has found all that was wanted does not wait" {
    offer fast-1 one
    # Waits until the primary's list is complete.
    finds client one
    for arguments in "-1" "-c 1" "-l" "--to 192.0.2.1" "-i lo"; do
        host=client
        [[ $arguments != -l && $arguments != "-i lo" ]] || host=fast-1
        # shellcheck disable=SC2086 # words
        search "$host" $arguments
        read -r end_ms rest < <(tail -n 1 found)
        same "end 0" "$rest"
        at_most 250 "$end_ms" "ms until a search with $arguments ends"
    done
}

# follow EACH_WAY_MS [OPTION...]: a watch of one host that takes this time each way. It tells what
# comes, changes and goes, and nothing else.
follow() {
    forward slow s 192.0.2.3/24 --delay "$1"
    watch client w "${@:2}"
    offer slow first
    await_sum 5 w first
    offer slow second
    await_sum 5 w "first second"
    stop second
    await_sum 5 w first
    # It is checked several times meanwhile.
    sleep 4
    same "" "$(ever_removed w first)"
    same "added first,added second,removed second" "$(events_of w)"
}

# events_of LABEL: prints the events of services, in one line.
events_of() {
    awk -F '\t' '$1 != "synced" { print $1, $3 }' "$1.out" | paste -s -d ,
}

@test "a watch that gives a host up after a second follows one that takes 100 ms each way" {
    follow 100 --lost-after 1
}

@test "a watch follows a host that takes 400 ms each way" {
    follow 400
}
