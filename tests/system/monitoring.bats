#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# contrib/monitoring/check_mpdisc, a plug-in for Nagios and Icinga.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

directory=$BATS_TEST_DIRNAME/../../contrib/monitoring

# check STATUS LINE [OPTION...]: the plug-in ends with STATUS, and its first line is LINE, an extended
# regular expression; sets lines.
check() {
    local wanted=$1 line=$2
    shift 2
    # The shell of Debian, if it is here.
    run on h "$(command -v dash || echo sh)" "$directory/check_mpdisc" "$@"
    same "$wanted" "$status" && matches "^$line\$" "${lines[0]}"
}

# two_providers: three services of two types, which every search here finds.
two_providers() {
    offer h web -a path=/x
    offer h blog -t _ssh._tcp -p 22 -n shell
    await 5 knows_its_providers h
}

time='time=[0-9]\.[0-9]{6}s;;;0'

@test "services that are there are OK, and are named" {
    two_providers
    check 0 "MPDISC OK - 3 services \| services=3;;1:;0 $time" -l
    same 4 "${#lines[@]}"
    same "blog _http._tcp at 127.0.0.1:8080, h" "$(sort <<<"${output#*$'\n'}" | head -n 1)"
    check 0 "MPDISC OK - 2 services of _http\._tcp \| services=2;2:;1:;0 $time" -l -t _http._tcp -w 2: -c 1:
    check 0 "MPDISC OK - 1 service of _http\._tcp \| .*" -l -t _http._tcp -a path=/x
    check 0 "MPDISC OK - 2 services named 'web', 'shell' \| .*" -H 127.0.0.1 -n web --name=shell
    check 0 "MPDISC OK - 3 services of _http\._tcp, _ssh\._tcp \| .*" -T2 -t_http._tcp --type _ssh._tcp
    check 0 "MPDISC OK - 0 services of _ftp\._tcp \| services=0;;0;0" -l -t _ftp._tcp -c 0
}

@test "too few services are a warning or critical" {
    two_providers
    check 1 "MPDISC WARNING - 2 services of _http\._tcp \| services=2;3:;1:;0 $time" -l -t _http._tcp -w 3:
    same 3 "${#lines[@]}"
    check 2 "MPDISC CRITICAL - 2 services of _http\._tcp \| services=2;;3:;0 $time" -l -t _http._tcp -c 3:
    check 2 "MPDISC CRITICAL - 0 services of _ftp\._tcp \| services=0;;1:;0" -l -t _ftp._tcp
    check 2 "MPDISC CRITICAL - 0 services named 'Web 2' \| .*" -l -n "Web 2"
}

@test "what is missing among several services is critical and named" {
    two_providers
    check 2 "MPDISC CRITICAL - 2 services of _http\._tcp, _ftp\._tcp; missing: _ftp\._tcp \| services=2;;0:;0 .*" \
        -l -t _http._tcp -t _ftp._tcp -c 0:
    check 2 "MPDISC CRITICAL - .*; missing: 'web' of _ssh\._tcp, 'shell' of _http\._tcp \| .*" \
        -l -t _http._tcp -t _ssh._tcp -n web -n shell
}

@test "ranges are those of Nagios" {
    two_providers
    # Three services: the ranges of each line give this status as -c.
    while read -r wanted ranges; do
        for range in $ranges; do
            check "$wanted" ".* \| services=3;;$range;0 .*" -l -c "$range"
        done
    done <<'END'
0 3 10 3: 0: ~:3 ~:10 1:3 3:5 :3 -5:5 @2 @4: @~:2 @0:2 @10:20
2 2 0 4: ~:2 4:5 0:2 :2 @3 @3: @~:3 @1:5 @:3
END
    for range in x 1:0 : @ @: 1:2:3 1.5 '' '1 ' 1- ~ 12345678901 '*'; do
        check 3 'MPDISC UNKNOWN - (bad range|the value of .-w. is empty).*' -l -w "$range"
    done
}

@test "a host that does not answer is a warning, unless something is critical" {
    switch s
    hosts other
    plug h eth0 s 192.0.2.1/24
    plug other eth0 s 192.0.2.2/24
    two_providers
    offer other gone
    await 5 is_settled h
    kill_hard gone
    silent="hosts incomplete: 1; .*known to its neighbours, but did not answer.*"
    check 1 "MPDISC WARNING - 3 services; $silent \| services=3;;1:;0 .*"
    offer other new
    knows_other() { [ "$(neighbourhood h 3)" = 1 ]; }
    await 10 knows_other
    kill_hard new
    check 2 "MPDISC CRITICAL - 3 services; $silent \| services=3;;4:;0 .*" -c 4:
}

@test "no name forges perfdata, a line or HTML, and none is evaluated" {
    # shellcheck disable=SC2016 # as it is
    offer h 'a|services=99;<b>&amp;$(touch made)`touch made`\n*'
    check 0 "MPDISC OK - 1 service of _http\._tcp \| services=1;;1:;0 $time" -l -t _http._tcp
    same 2 "${#lines[@]}"
    # shellcheck disable=SC2016 # as it is
    same 'a\0174services=99;\0074b\0076\0046amp;$(touch made)`touch made`\\n* _http._tcp at 127.0.0.1:8080, h' \
        "${lines[1]}"
    same 1 "$(grep -c '|' <<<"$output")"
    # shellcheck disable=SC2016 # as it is
    check 2 "MPDISC CRITICAL - .*; missing: .*" -l -n '|' -n '$(touch made)*'
    same 1 "$(grep -o '|' <<<"$output" | wc -l)"
    [ ! -e made ]
}

@test "a long list of services is cut" {
    services=()
    for ((i = 0; i < 60; i++)); do services+=(-t _http._tcp -p 80 -n "service $i"); done
    spawn h many mpdisc-provider "${services[@]}"
    await_log many '^role: '
    check 0 "MPDISC OK - 60 services \| services=60;;1:;0 .*" -l
    same 52 "${#lines[@]}"
    same "and 10 more" "${lines[51]}"
}

@test "wrong options, and what the probe refuses, are unknown in one line" {
    check 3 "MPDISC UNKNOWN - unknown option '-x'; see --help" -x
    check 3 "MPDISC UNKNOWN - unknown option 'web'; see --help" web
    check 3 "MPDISC UNKNOWN - option '-t' needs a value" -l -t
    check 3 "MPDISC UNKNOWN - the value of '--name' has a line break" --name $'a\nb'
    check 3 "MPDISC UNKNOWN - bad type 'http\\\\0174': .*" -t 'http|'
    same 1 "${#lines[@]}"
    check 3 "MPDISC UNKNOWN - bad discovery-port '0': .*" -P 0
    check 3 "MPDISC UNKNOWN - missing: No such file or directory" -k missing
    check 3 "MPDISC UNKNOWN - .*--local conflicts with --to.*" -l -H 127.0.0.1
    check 3 "MPDISC UNKNOWN - no request could be sent: .*" -H 192.0.2.7
    check 3 "mpdisc-probe [0-9.]+" --version
    PATH=/usr/bin:/bin
    command -v mpdisc-probe || check 3 "MPDISC UNKNOWN - .*mpdisc-probe: .*not found" -l
}

@test "a key and a port lead to the primary that has them" {
    (umask 077 && printf '%064d\n' 1 >key)
    offer h web -P 7000 -k key
    check 0 "MPDISC OK - 1 service \| .*" -l -P 7000 -k key -T 0.5
    check 2 "MPDISC CRITICAL - 0 services \| .*" -l -P 7000 -T 0.2
}

@test "the help and the commands for monitors have all options" {
    check 3 "Usage: check_mpdisc .*" --help
    options=$(sed -n 's/^-\([a-zA-Z]\), --.*/-\1/p' <<<"$output" | grep -v -e -h -e -V)
    same "$options" "$(sed -n 's/^    "\(-[a-zA-Z]\)" = .*/\1/p' "$directory/icinga2.conf")"
    grep -q 'check_mpdisc!-t _ipp._tcp -w 2: -c 1:$' "$directory/nagios.cfg"
}
