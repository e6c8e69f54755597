#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The examples of README.md, INSTALL.md and the manual pages work as they are printed there.

# shellcheck disable=SC2016,SC2154 # for other shells; what bats and lab.bash set
load lab

setup() {
    open_lab
    sources=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    mkdir examples
}
teardown() { close_lab; }

# examples FILE SUFFIX: prints the names of the files that have the examples of this kind.
examples() {
    python3 "$sources/tests/support/documented.py" "$sources/$1" examples | grep "\.$2\$"
}

# offices: two hosts of one link; both have the services that the examples look for.
offices() {
    local host
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    set_up pc eth0 198.51.100.6/24
    set_up server eth0 198.51.100.7/24
    for host in pc server; do
        spawn "$host" "$host" mpdisc-provider -t _http._tcp -p 80 -n 'Team wiki' -a path=/wiki \
            -t _http._tcp -p 8080 -n Router -a path=/admin -t _ipp._tcp -p 631 -n Printer -a color \
            -t _ipp._tcp -p 632 -n 'Office 2' -a color=yes -t _postgresql._tcp -p 5432 -n db -t _db._tcp -p 5433 -n db -t _app._tcp -p 8081 -n app \
            -t _metrics._tcp -p 9100 -n metrics -t _mqtt._tcp -p 1883 -n Sensor \
            -t _worker._tcp -p 7001 -n w1 -t _worker._tcp -p 7002 -n w2
        await_log "$host" '^role: '
    done
    offer pc secondary
    stand_ins
}

# stand_ins: puts programs into the PATH that do nothing, in place of those that the examples use beside
# mpdisc's own.
stand_ins() {
    local name
    mkdir bin
    for name in curl dot mail nginx psql systemctl umount; do
        printf '#!/bin/sh\nexit 0\n' >"bin/$name"
    done
    chmod +x bin/*
    PATH=$PWD/bin:$sources/contrib/monitoring:$sources/contrib/bridges:$PATH
    export MPDISC_FORMATS=$sources/contrib/formats
}

# in_root FILE: makes the example use a directory of the test in place of the file system's root.
in_root() {
    local directory
    mkdir -p "root/var/lib/prometheus/node-exporter" root/etc/{mpdisc/services.d,nginx/conf.d,haproxy} \
        root/etc/prometheus/targets root/run
    cp "$sources/contrib/provider.conf.example" root/etc/mpdisc/provider.conf
    head -c 32 /dev/urandom | od -A n -t x1 | tr -d ' \n' >root/etc/mpdisc/key
    chmod 600 root/etc/mpdisc/key
    directory=$PWD/root
    sed -i -E "s,(^|[ =:>'\"])/(etc|var|run)/,\1$directory/\2/,g" "$1"
}

# works FILE: the example ends well or goes on as a service or a watch does; and no program of mpdisc
# complains.
works() {
    local code=0 run=(timeout -k 1 2 sh -e "$1") good='0|124'
    ! grep -q -e --live "$1" || run=(script -q -e -c "timeout --foreground 2 sh -e $1" typescript)
    # These find nothing: a key of its own, and an explanation why nothing is found.
    ! grep -q -E -e '-probe (-k|--explain) ' "$1" || good='0|1|124'
    in_root "$1"
    on pc "${run[@]}" >out 2>&1 </dev/null || code=$?
    if ! [[ $code =~ ^($good)$ ]] || { [ "$code" != 1 ] && grep -E '^mpdisc-(probe|provider): ' out; }; then
        printf '%s: exit status %s\n' "$1" "$code"
        cat "$1" out
        return 1
    fi
}

all_work() {
    local example
    for example in $(examples "$1" sh); do
        works "$example"
    done
}

# run_session FILE: runs the commands of a session in one shell, and prints it as it should be.
run_session() {
    {
        echo 'mpdisc-probe() { command mpdisc-probe -f table "$@"; }; started=0'
        sed -n 's/^\$ //p' "$1" | while IFS= read -r command; do
            printf 'echo %q\n%s\n' "\$ $command" "$command"
            [ "${command%&}" = "$command" ] ||
                printf '%s\n' 'started=$((started + 1))' \
                    'until [ "$(command mpdisc-probe --status -f tsv 2>&1 | grep -c ^provider)" = $started ]' \
                    'do sleep 0.02; done'
        done
        echo 'kill -s TERM %2'
    } >session
    on gateway bash session 2>err
}

@test "the session in README prints what is printed there" {
    hosts gateway pc
    cable gateway eth0 192.0.2.10/24 pc eth0 192.0.2.20/24
    session=$(examples README.md console)
    same "$(<"$session")" "$(run_session "$session")"
}

@test "the program in README offers its service" {
    hosts pc
    program=$(examples README.md c)
    cc -Wall -Wextra -I"$sources/include" -o thermometer "$program" \
        "${MPDISC_BIN:-$sources/build}/libmpdisc.so.0"
    spawn pc t env LD_LIBRARY_PATH="${MPDISC_BIN:-$sources/build}" ./thermometer
    await 5 on pc mpdisc-probe -l -n Thermometer _http._tcp
}

@test "the programs in the pages of the library compile" {
    for program in $(examples man/mpdisc-c.3 c); do
        cc -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
    for program in $(examples man/mpdisc.3 cc); do
        c++ -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
}

@test "make has the targets and variables that README and INSTALL use" {
    for example in $(examples README.md sh) $(examples INSTALL.md sh); do
        sed -n 's/ *#.*//; s/^\(sudo \)*make *//p' "$example"
    done | tr ' ' '\n' | sed 's/=.*/=/' | sort -u >words
    [ -s words ]
    make -s -C "$sources" help >targets
    while read -r word; do
        grep -q -E "^  $word |\<$word" targets || { echo "make help does not have $word"; return 1; }
    done <words
}

@test "the examples in README work" {
    offices
    for example in $(examples README.md sh); do
        grep -q '^\(sudo \)*make' "$example" || works "$example"
    done
}

@test "the examples in mpdisc-probe(1) work" {
    offices
    all_work man/mpdisc-probe.1
}

@test "the examples in mpdisc-provider(8) work" {
    offices
    all_work man/mpdisc-provider.8
}

@test "the examples in mpdisc-format(5) work" {
    offices
    all_work man/mpdisc-format.5
}

@test "the commands in mpdisc(7) work" {
    offices
    for example in $(examples man/mpdisc.7 txt); do
        sed -n '/^mpdisc-/p; /^(umask/p' "$example"
    done | sed "s/-provider -k FILE \.\.\./-provider -t _ssh._tcp -p 22 -k FILE/
        s/ \.\.\.$//; s/FILE/key/" >commands
    [ "$(grep -c ^mpdisc- commands)" -ge 4 ]
    split -l 1 commands command-
    for command in command-*; do
        works "$command"
    done
}

@test "the firewall rules in mpdisc(7) let searches through" {
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    for example in $(examples man/mpdisc.7 txt); do
        ! grep -q '^table inet filter' "$example" || cp "$example" provider.nft
        ! grep -q 'dport 32768' "$example" || cp "$example" client.rules
        ! grep -q '^ip saddr.*dport 6739' "$example" || cp "$example" port.rules
    done
    on server nft -f provider.nft
    offer server wiki
    for rules in client port; do
        # The rules take the place of the provider's, which allow its two ports.
        sed -e "/dport 6737-6738/d" -e "/nd-neighbor/r $rules.rules" provider.nft >"$rules.nft"
        on pc sh -c "nft flush ruleset; nft -f $rules.nft"
        case $rules in port) options=(--from-port 6739) ;; *) options=() ;; esac
        same "wiki" "$(on pc mpdisc-probe "${options[@]}" -f '{name}')"
    done
    same "" "$(on pc mpdisc-probe -f '{name}' 2>/dev/null)"
}
