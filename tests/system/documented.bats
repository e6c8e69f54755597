#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The examples of README.md, INSTALL.md and the manual pages work as they are printed there.

# shellcheck disable=SC2016,SC2154 # for other shells; what bats and lab.bash set
load lab
load examples

setup() {
    open_lab
    unset EDITOR
}
teardown() { close_lab; }

# offices: two hosts of one link; both have the services that the examples look for.
offices() {
    local host
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    set_up pc eth0 198.51.100.6/24
    set_up server eth0 198.51.100.7/24
    for host in pc server; do
        spawn "$host" "$host" mpdisc-provider \
            -t _http._tcp -p 80 -n 'Team wiki' -a path=/wiki \
            -t _http._tcp -p 8080 -n Router -a path=/admin \
            -t _ipp._tcp -p 631 -n Printer -a color \
            -t _ipp._tcp -p 632 -n 'Office 2' -a color=yes \
            -t _postgresql._tcp -p 5432 -n db \
            -t _db._tcp -p 5433 -n db \
            -t _app._tcp -p 8081 -n app \
            -t _metrics._tcp -p 9100 -n metrics \
            -t _mqtt._tcp -p 1883 -n Sensor \
            -t _worker._tcp -p 7001 -n w1 \
            -t _worker._tcp -p 7002 -n w2
        await_log "$host" '^role: '
    done
    offer pc secondary
    make_stand_ins
    make_root
}

# make_stand_ins: puts programs into the PATH that do nothing, in place of those that the examples use
# beside mpdisc's own.
make_stand_ins() {
    local name
    mkdir bin
    for name in curl dot mail nginx psql systemctl umount vi; do
        printf '#!/bin/sh\nexit 0\n' >"bin/$name"
    done
    chmod +x bin/*
    PATH=$PWD/bin:$sources/contrib/monitoring:$sources/contrib/bridges:$PATH
    export MPDISC_FORMATS=$sources/contrib/formats
}

# make_root: makes the directory where the examples run, with a directory that takes the place of the
# file system's root, and a keyboard on which nothing is typed.
make_root() {
    mkdir -p desk/root/{run,etc/{mpdisc/services.d,nginx/conf.d,haproxy,prometheus/targets}} \
        desk/root/var/lib/prometheus/node-exporter
    cp "$sources/contrib/provider.conf.example" desk/root/etc/mpdisc/provider.conf
    make_key desk/root/etc/mpdisc/key
    mkfifo desk/keyboard
}

# in_root FILE: makes the example use that directory.
in_root() {
    sed -i -E "s,(^|[ =:>'\"])/(etc|var|run)/,\1$PWD/desk/root/\2/,g" "$1"
}

# has_written: the example has written something: to its output, or to a file.
has_written() {
    [ -n "$(find desk -type f -newer desk/began -size +0)" ]
}

# complains: prints what the programs of mpdisc say about the example.
complains() {
    grep -E '^mpdisc-(probe|provider): ' desk/out
}

# ends_well FILE: the example succeeds. A provider may go on instead.
ends_well() {
    local code=0 limit=10 good=0
    ! grep -q mpdisc-provider "$1" || limit=2 good='0|124'
    # These find nothing: a key of its own, and an explanation why nothing is found.
    ! grep -q -E -e '-probe (-k|--explain) ' "$1" || good=1
    on pc timeout -k 1 "$limit" env -C desk sh -e "$1" >desk/out 2>&1 </dev/null || code=$?
    [[ $code =~ ^($good)$ ]] || { echo "exit status $code"; return 1; }
    [ "$code" = 1 ] || ! complains
}

# goes_on FILE: the example, a watch, writes what there is and goes on.
goes_on() {
    local run=(sh -e "$1")
    ! grep -q -e --live "$1" || run=(script -q -e -c "sh -e $1" /dev/null)
    spawn pc example timeout -k 1 30 env -C desk sh -c '"$@" >out 2>&1 <>keyboard' sh "${run[@]}"
    if grep -q -w removed "$1"; then
        # It writes only when a service is gone.
        ! await 2 has_ended "${pid[example]}" >/dev/null
    else
        await 10 has_written
    fi && ! has_ended "${pid[example]}" && stop example && ! complains
}

# works FILE
works() {
    local how=ends_well
    ! grep -q -E -e '--(watch|live|repeat 0)' "$1" || how=goes_on
    in_root "$1"
    touch desk/began
    "$how" "$1" || { printf '%s: does not work:\n' "$1"; cat "$1" desk/out; return 1; }
}

# all_work PAGE
all_work() {
    local example
    take_examples "$1" sh
    for example in "${examples[@]}"; do
        works "$example"
    done
}

# has_providers COUNT: for a session, which lacks the functions of the laboratory.
has_providers() {
    [ "$(command mpdisc-probe --status -f tsv 2>/dev/null | grep -c ^provider)" = "$1" ]
}

# run_session FILE: runs the commands of a session in one shell, and prints it as it should be. Waits
# after each provider until it is registered.
run_session() {
    local command providers=0
    {
        declare -f now_us await has_providers
        echo 'mpdisc-probe() { command mpdisc-probe -f table "$@"; }'
        while read -r command; do
            printf 'echo %q\n%s\n' "\$ $command" "$command"
            [ "${command%&}" = "$command" ] || echo "await 10 has_providers $((++providers)) || exit"
        done < <(sed -n 's/^\$ //p' "$1")
        echo 'kill -s TERM %2'
    } >session
    on gateway bash session 2>session.log
}

# sort_rows: sorts the output of each command of a session, whose order is not promised.
sort_rows() {
    awk '/^\$ / { command++ } { printf "%d %s\n", command, $0 }' | LC_ALL=C sort
}

@test "the session in README prints what is printed there" {
    hosts gateway pc
    cable gateway eth0 192.0.2.10/24 pc eth0 192.0.2.20/24
    take_example README.md console
    run_session "$example" >shown
    same "$(sort_rows <"$example")" "$(sort_rows <shown)"
}

@test "the program in README offers its service" {
    hosts pc
    take_example README.md c
    cc -Wall -Wextra -I"$sources/include" -o thermometer "$example" \
        "${MPDISC_BIN:-$sources/build}/libmpdisc.so.0"
    spawn pc t env LD_LIBRARY_PATH="${MPDISC_BIN:-$sources/build}" ./thermometer
    await 5 on pc mpdisc-probe -l -n Thermometer _http._tcp
}

@test "the programs in the pages of the library compile" {
    take_examples man/mpdisc-c.3 c
    for program in "${examples[@]}"; do
        cc -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
    take_examples man/mpdisc.3 cc
    for program in "${examples[@]}"; do
        c++ -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
}

@test "make has the targets and variables that README and INSTALL use" {
    for page in README.md INSTALL.md; do
        take_examples "$page" sh '^\(sudo \)*make '
        sed -n 's/ *#.*//; s/^\(sudo \)*make  *//p' "${examples[@]}"
    done | tr ' ' '\n' | sed 's/=.*/=/; /^$/d' | sort -u >words
    [ -s words ]
    make -s -C "$sources" help >targets
    while read -r word; do
        case $word in *=) like="(^|[ ])$word" ;; *) like="^  $word( |$)" ;; esac
        grep -q -E -e "$like" targets || { echo "make help does not have $word"; return 1; }
    done <words
}

@test "the examples in README work" {
    offices
    take_examples README.md sh
    for file in "${examples[@]}"; do
        grep -q '^\(sudo \)*make' "$file" || works "$file"
    done
}

@test "the examples in mpdisc-probe(1) work" {
    offices
    all_work man/mpdisc-probe.1
}

@test "the explanation in mpdisc-probe(1) is what the program prints" {
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    offer pc web
    take_example man/mpdisc-probe.1 sh --explain
    command=$(<"$example")
    take_example man/mpdisc-probe.1 txt '^nothing found: '
    run -1 on pc sh -c "$command"
    same "$(<"$example")" "$output"
}

@test "the examples in mpdisc-provider(8) work" {
    offices
    all_work man/mpdisc-provider.8
}

@test "the examples in mpdisc-format(5) work" {
    offices
    all_work man/mpdisc-format.5
}

@test "the commands for routers in mpdisc(7) work" {
    offices
    take_example man/mpdisc.7 txt '^mpdisc-provider .* --allow '
    split -l 1 "$example" command-
    for command in command-*; do
        works "$PWD/$command"
    done
}

@test "a provider and a probe with a key find each other by the commands in mpdisc(7)" {
    hosts pc
    take_example man/mpdisc.7 txt '^mpdisc-probe -k FILE \.\.\.$'
    # matching COMMAND: prints the line, with a name for FILE.
    matching() { sed -n "s/FILE/key/; s/ \.\.\.\$//; /^$1/p" "$example" | grep .; }
    on pc sh -e -c "$(matching '(umask')"
    spawn pc keyed sh -c "exec $(matching mpdisc-provider) -t _ssh._tcp -p 22"
    await_log keyed '^role: '
    same pc "$(on pc sh -c "$(matching mpdisc-probe) -f '{name}'")"
    finds_nothing pc
}

@test "the firewall rules in mpdisc(7) let searches through" {
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    take_example man/mpdisc.7 txt '^table inet filter'
    provider=$example
    on server nft -f "$provider"
    offer server wiki
    for port in 32768 6739; do
        take_example man/mpdisc.7 txt "^ip saddr.*dport $port"
        # The rules take the place of the provider's, which allow its two ports.
        sed -e "/dport 6737-6738/d" -e "/nd-neighbor/r $example" "$provider" >"$port.nft"
        on pc sh -c "nft flush ruleset; nft -f $port.nft"
        case $port in 6739) options=(--from-port 6739) ;; *) options=() ;; esac
        same "wiki" "$(on pc mpdisc-probe "${options[@]}" -f '{name}')"
    done
    same "" "$(on pc mpdisc-probe -f '{name}' 2>/dev/null)"
}
