#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What mpdisc-probe says if answers are missing. It distinguishes three cases: there is no service,
# a host or network could not be asked, and an answer did not come.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# two_hosts: makes a client, and a host with a printer and a secondary with a web page.
two_hosts() {
    hosts client h
    cable client eth0 192.0.2.1/24 h eth0 192.0.2.2/24
    spawn h printer mpdisc-provider -t _ipp._tcp -p 631 -n printer
    await_log printer '^role: primary$'
    offer h web
    # Waits until the primary's list is complete.
    finds client "printer web"
}

# ends CODE STDERR [ARGUMENT...]: the client's search finds nothing and ends with this code and
# message.
ends() {
    local code=$1 complaint=$2
    shift 2
    probe client "$@"
    same "" "$output"
    same "mpdisc-probe: $complaint" "$stderr"
    same "$code" "$status"
}

@test "complaint_25_nobody_asked: a firewall that refuses each request" {
    two_hosts
    firewall client output reject
    ends 3 "no request could be sent: Operation not permitted" -w 0.3
    ends 3 "no request could be sent: Operation not permitted" -w 0.3 -1
    ends 3 "no request could be sent: Operation not permitted" -w 0.3 -l
    ends 3 "no request could be sent: Operation not permitted" -w 0.3 --to 192.0.2.2
    ends 3 "cannot send to the primary: Operation not permitted" -w 0.3 --status
}

@test "complaint_25_nobody_asked: a firewall that refuses some requests" {
    two_hosts
    firewall client output 'meta nfproto ipv4 oifname eth0 reject'
    probe client -f '{name}'
    same $'printer\nweb' "$(sort <<<"$output")"
    same "mpdisc-probe: some requests could not be sent (eth0): Operation not permitted" "$stderr"
    same 0 "$status"
    probe client --to 192.0.2.2 --to 127.0.0.1 -w 0.3
    same "mpdisc-probe: some requests could not be sent (192.0.2.2): Operation not permitted" \
        "${stderr_lines[0]}"
    # The message names only eight.
    for number in {1..9}; do
        on client ip link add "br$number" type bridge
        set_up client "br$number" "10.0.$number.1/24"
    done
    firewall client output 'meta nfproto ipv4 oifname "br*" reject'
    probe client -f '{name}'
    same "mpdisc-probe: some requests could not be sent (eth0, $(printf 'br%s, ' {1..7})and others):\
 Operation not permitted" "$stderr"
}

@test "a firewall that lets in one port needs --from-port" {
    two_hosts
    firewall client input 'policy drop; iif lo accept; meta l4proto icmpv6 accept; udp dport 6739 accept'
    finds_nothing client
    finds client "printer web" --from-port 6739
    finds client "printer web" --from-port 6739 -4
    finds client "printer web" --from-port 6739 -6
    finds client "printer web" --from-port 6739 -c 2 --wait
    probe client --hosts --from-port 6739 -f tsv
    same 1 "${#lines[@]}"
    spawn client watch mpdisc-probe --watch --from-port 6739 -f '{event} {name}'
    await 5 grep -q 'added web' watch.out
    ends 3 "another program uses UDP port 6739" --from-port 6739
    ends 3 "another program uses UDP port 6739" --from-port 6739 -6
    stop watch
    ends 2 "--from-port must be neither the discovery port nor the next one
Try 'mpdisc-probe --help'." --from-port 6738
}

@test "complaint_25_nobody_asked: an interface without an address" {
    two_hosts
    on client ip link add bare type bridge
    ends 3 "no request could be sent: the interface is down or has no address: 'bare'" -w 0.3 -i bare
    ends 2 "no interface has this name: 'none'" -w 0.3 -i none
}

@test "complaint_25_nobody_asked: a host without a network" {
    hosts client
    ends 1 "no services found on this host; no network interface is up with an address" -w 0.3
    ends 1 "no provider of this host answers on UDP port 6737" -w 0.3 --status
    reason="no provider is running on this host (UDP port"
    for arguments in -l "-i lo" "--to 127.0.0.1"; do
        # shellcheck disable=SC2086 # words
        ends 1 "no services found: $reason 6737)" -w 0.3 $arguments
    done
    ends 1 "no services found: $reason 6738)" -w 0.3 -l -P 6738
    ends 1 "no services found: $reason 6738)" -w 0.3 --to 127.0.0.1:6738
    offer client own
    await 5 knows_its_providers client
    ends 1 "no services found" -w 0.3 -l -n other
    finds client own
}

@test "a search that could ask its own host alone says so, and prints what this offers" {
    hosts client other
    cable client eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    on client ip link set eth0 down
    offer client own
    await 5 knows_its_providers client
    lonely='mpdisc-probe: only this host was asked: no network interface is up with an address'
    # tells STDERR [ARGUMENT...]: the search finds the service, and says this on stderr.
    tells() {
        probe client -f '{name}' "${@:2}"
        same own "$(sort -u <<<"$output")"
        same "$1" "$stderr"
    }
    tells "$lonely"
    same 0 "$status"
    tells "$lonely" --repeat 3 --interval 0
    tells "$lonely"$'\nmpdisc-probe: services found: 1, asked for: 2' -c 2 -w 0.3
    same 1 "$status"
    for arguments in -l "-i lo" "--to 127.0.0.1" -1 "-c 1"; do
        # shellcheck disable=SC2086 # words
        tells "" $arguments
        same 0 "$status"
    done
    probe client --hosts
    same "$lonely" "$stderr"
    same 0 "$status"
    on client ip link set eth0 up
    await_ipv6 client eth0
    tells ""
}

@test "complaint_25_nobody_asked: a refusal by the system ends a search over loopback soon" {
    hosts client
    for arguments in "-l" "-i lo" "--to 127.0.0.1" "-l -6" "--status"; do
        start_us=$(now_us)
        # shellcheck disable=SC2086 # words
        probe client -w 10 $arguments
        at_most 600 $((($(now_us) - start_us) / 1000)) "ms for $arguments"
        same 1 "$status"
    done
}

@test "a missing answer is not \"nothing found\": the only secondary with a match hangs" {
    two_hosts
    ends 1 "no services found" -w 0.3 _smb._tcp
    signal web STOP
    for arguments in "" "-1" "-4" "-6" "--to 192.0.2.2"; do
        address="192.0.2.2 on eth0"
        [ "$arguments" != -6 ] || address=$(link_local h eth0)%eth0
        # shellcheck disable=SC2086 # words
        ends 4 "hosts incomplete: 1; h at $address (1 service missing)" -w 0.3 _http._tcp $arguments
    done
    signal web CONT
    finds client web _http._tcp
}

@test "a missing answer is not \"nothing found\": a firewall lets only the discovery port pass" {
    two_hosts
    firewall client input 'iifname eth0 udp sport != 6737 drop'
    ends 4 "hosts incomplete: 1; h at 192.0.2.2 on eth0 (1 service missing)" -4 -w 0.3 _http._tcp
    finds client printer _ipp._tcp
    probe client -w 0.3 -f '{name}'
    same printer "$output"
    matches 'hosts incomplete: 1; h at .* \(1 service missing\)' "$stderr"
    same 4 "$status"
}

@test "a provider on a host without a network logs that until there is one" {
    hosts h other
    offer h web
    same 0 "$(grep -c 'no network interface' web.log)"
    await_log web '^no network interface has an address: only this host can find' 8
    same 1 "$(grep -c 'no network interface' web.log)"
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    await 5 found other web
    same 1 "$(grep -c 'no network interface' web.log)"
}
