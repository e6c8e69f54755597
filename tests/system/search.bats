#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What mpdisc-probe looks for, how long it searches, and its exit codes.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# offer_three: offers three services of two types on h; web is the primary.
offer_three() {
    spawn h web mpdisc-provider -t _http._tcp -p 80 -n web -a path=/ -a TLS -a empty=
    await_log web '^role: primary$'
    spawn h shop mpdisc-provider -t _http._tcp -p 81 -n "My Shop" -a path=/shop
    await_log shop '^role: secondary'
    spawn h printer mpdisc-provider -t _ipp._tcp -p 631 -n printer -a path=/
    await_log printer '^role: secondary'
}

# took_ms COMMAND...: sets elapsed_ms.
took_ms() {
    local start_us
    start_us=$(now_us)
    "$@"
    elapsed_ms=$((($(now_us) - start_us) / 1000))
}

@test "complaint_12_other_types: only services of the requested type are found" {
    offer_three
    finds h "My Shop printer web" -l
    finds h "My Shop web" -l _http._tcp
    finds h "printer" -l _ipp._tcp
    finds h "printer" _IPP._TCP
    finds_nothing h _http._udp
    finds_nothing h _htt._tcp
    # Only the primary's own service matches, so no secondary is notified.
    notifications() { on h mpdisc-probe --status -f tsv | grep -P '^counter\tnotifications\t'; }
    before=$(notifications)
    finds h "web" -l -n web
    same "$before" "$(notifications)"
}

@test "a service must match the name and all attributes of a search" {
    offer_three
    finds h "My Shop" -l -n "My Shop"
    finds h "My Shop" -l -n "my shop"
    finds_nothing h -l -n "My"
    finds h "printer web" -l -a path=/
    finds h "My Shop printer web" -l -a path
    finds h "web" -l -a tls
    finds h "web" -l -a PATH=/ -a tls _http._tcp
    finds h "web" -l -a empty=
    finds_nothing h -l -a path=/nowhere
    finds_nothing h -l -a path=/SHOP
    finds_nothing h -l -a TLS=
    finds_nothing h -l -n web _ipp._tcp
}

@test "a search by a part of the name finds what matches" {
    offer_three
    finds h "My Shop" -l -n "my *"
    finds h "My Shop web" -l -n '*?*' _http._tcp
    finds h "printer web" -l -n '*e*' -c 2
    finds h "web" -l -n '?eb' -1
    finds_nothing h -l -n '\*eb'
    finds_nothing h -l -n 'My Shop?'
    finds_nothing h -l -n '[mM]*'
    launch h '*eb'
    await 5 found h '*eb' -l -n '\*eb'
    finds h '*eb web' -l -n '?eb'
    finds h "printer" -l -n 'p*' --wait
    probe h -l -n 'p*' --gone -w 0.3
    same 1 "$status"
    probe h -l -n 'q*' --gone -w 5
    same 0 "$status"
    probe h -l -n '*e*' --output list
    same $'*eb\nprinter\nweb' "$(cut -f 1 list | sort)"
}

@test "a search for several types finds services of any of them" {
    offer_three
    finds h "My Shop printer web" -l _http._tcp _IPP._tcp
    finds h "printer" -l -t _ipp._tcp _ssh._tcp
    finds h "printer web" -l _http._tcp _ipp._tcp -a path=/
    finds h "printer web" -l _http._tcp _ipp._tcp -n '*e*'
    finds_nothing h -l _ssh._tcp -t _smb._tcp
    spawn h watch mpdisc-probe --watch -l _ssh._tcp _ipp._tcp -f '{event} {name}'
    await 5 grep -q 'added printer' watch.out
    stop web
    stop printer
    await 5 grep -q 'removed printer' watch.out
    same 2 "$(wc -l <watch.out)"
}

# with_names HOST ENTRIES COMMAND...: runs COMMAND there with this file of hosts, and no DNS.
with_names() {
    local host=$1 entries=$2
    shift 2
    printf '%b' "$entries" >names
    printf 'hosts: files\n' >sources
    # shellcheck disable=SC2016 # for the shell that has the files
    on "$host" unshare -m sh -c 'mount --bind names /etc/hosts && mount --bind sources /etc/nsswitch.conf &&
        exec "$@"' sh "$@"
}

@test "--to takes names of hosts and asks all their addresses" {
    hosts client h
    cable client eth0 192.0.2.1/24 h eth0 192.0.2.2/24
    set_up client eth0 2001:db8::1/64
    set_up h eth0 2001:db8::2/64
    offer h web
    names='192.0.2.2 printer.lan\n192.0.2.9 both.lan\n192.0.2.2 both.lan\n2001:db8::2 six.lan\nfe80::2 link.lan\n'
    for arguments in printer.lan printer.lan:6737 both.lan six.lan 'six.lan -6'; do
        # shellcheck disable=SC2086 # several words
        run --separate-stderr with_names client "$names" mpdisc-probe -f '{name}' -1 --to $arguments
        same web "$output"
        same 0 "$status"
    done
    run --separate-stderr with_names client "$names" mpdisc-probe --to nowhere.lan
    same 2 "$status"
    matches "^mpdisc-probe: bad --to address 'nowhere\.lan': .+$" "$stderr"
    run --separate-stderr with_names client "$names" mpdisc-probe --to printer.lan -6
    same 2 "$status"
    run --separate-stderr with_names client "$names" mpdisc-probe --to link.lan
    same "mpdisc-probe: bad --to address 'link.lan': its addresses need --interface" "$stderr"
    same 2 "$status"
}

@test "-1 and --count end a search early, and fail if there are too few services" {
    offer_three
    probe h -1 -f '{name}'
    same 0 "$status"
    same 1 "${#lines[@]}"
    probe h -c 2 -f '{name}'
    same 0 "$status"
    same 2 "${#lines[@]}"
    took_ms finds h "My Shop printer web" -c 3 -w 60
    at_most 5000 "$elapsed_ms" "ms for three of three"
    probe h -c 4 -w 0.4 -f '{name}'
    same 1 "$status"
    same 3 "${#lines[@]}"
    matches '^mpdisc-probe: .*3.*4$' "$stderr"
}

@test "a search that finds nothing ends with exit code 1 after the time-out" {
    took_ms probe h -w 0.5
    same 1 "$status"
    same "" "$output"
    matches '^mpdisc-probe: no services found' "$stderr"
    matches '^[5-9]..$|^1...$' "$elapsed_ms"
    took_ms probe h
    same 1 "$status"
    matches '^1...$' "$elapsed_ms"
}

@test "a search ends as soon as everything was found" {
    offer_three
    took_ms probe h -l -w 10
    same 0 "$status"
    at_most 1000 "$elapsed_ms" "ms for this host"
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    took_ms probe other -w 10
    same 0 "$status"
    same 3 "${#lines[@]}"
    at_most 1500 "$elapsed_ms" "ms for the network"
}

@test "a host whose list stays incomplete gives exit code 4" {
    offer_three
    signal shop STOP
    probe h -l -w 0.5 -f '{name}'
    same 4 "$status"
    same $'printer\nweb' "$(sort <<<"$output")"
    same "mpdisc-probe: hosts incomplete: 1; h at 127.0.0.1 on lo (1 service missing)" "$stderr"
    # A search for another type is complete.
    finds h "printer" -l _ipp._tcp
    signal shop CONT
    await 2 found h "My Shop printer web" -l
}

@test "a host on which all providers hang is not reported as missing" {
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    offer h hangs
    offer other lives
    signal hangs STOP
    finds h "lives" -w 0.5
    finds_nothing h -l
    signal hangs CONT
    finds h "hangs lives"
}

@test "searches repeat at an interval, each with all its results" {
    offer_three
    took_ms probe h -l --repeat 3 --interval 0.3 -f '{name}'
    same 0 "$status"
    same "3 My Shop 3 printer 3 web" "$(sort <<<"$output" | uniq -c | xargs)"
    matches '^[6-9]..$|^1...$' "$elapsed_ms"
    # Only one header.
    probe h -l --repeat 2 --interval 0 -f table
    same 1 "$(grep -c '^NAME' <<<"$output")"
    same 7 "${#lines[@]}"
    # The last search decides the exit code.
    probe h -l --repeat 2 --interval 0 -w 0.1 _no._tcp
    same 1 "$status"
}

@test "endless searches show each result at once, and end on a signal" {
    offer h here
    spawn h endless mpdisc-probe -l --repeat 0 --interval 0.1 -f '{name}'
    enough() { [ "$(wc -l <endless.out)" -ge 3 ]; }
    await 5 enough
    stop endless INT
    same 130 "$exit_code"
    same "" "$(<endless.log)"
    spawn h waiting mpdisc-probe -w 60 _no._tcp
    is_asking() { on h ss -Hulnp | grep -q "pid=${pid[waiting]},"; }
    await 5 is_asking
    stop waiting TERM
    same 143 "$exit_code"
}

@test "on a terminal the format is a table, else tsv" {
    offer h here
    probe h -l
    same $'here\t_http._tcp\th\t127.0.0.1\t8080\tprimary\t' "$output"
    on h env NO_COLOR=1 script -q -e -c 'mpdisc-probe -l' -E never terminal </dev/null >screen
    matches '^NAME +TYPE .*'$'\n''here +_http\._tcp +h +127\.0\.0\.1 +8080 +primary' "$(tr -d '\r' <screen)"
    probe h -l -f table
    matches '^NAME +TYPE ' "$output"
}

@test "help and version go to stdout with exit code 0" {
    for program in mpdisc-provider mpdisc-probe; do
        run --separate-stderr on h "$program" --help
        same 0 "$status"
        same "" "$stderr"
        matches "^Usage: $program " "$output"
        run --separate-stderr on h "$program" -V
        same 0 "$status"
        matches "^$program [0-9]+\.[0-9]+\.[0-9]+$" "$output"
    done
}
