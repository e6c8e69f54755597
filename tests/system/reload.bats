#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# SIGHUP makes a provider read its files again. Others see exactly what differs.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h c
    cable h eth0 192.0.2.1/24 c eth0 192.0.2.2/24
}
teardown() { close_lab; }

# service NAME PORT: prints a section for such a service, with the port in an attribute, too.
service() {
    printf '[service]\nname = %s\ntype = _http._tcp\nport = %s\nattr = port=%s\n' "$1" "$2" "$2"
}

# put FILE LINE...: replaces the file at once by these lines.
put() {
    printf '%s\n' "${@:2}" >new
    mv new "$1"
}

# provide LABEL [OPTION...]: starts a provider without a terminal, and waits until it has its role.
provide() {
    spawn h "$1" setsid mpdisc-provider "${@:2}"
    await_log "$1" '^role: '
}

# follow: starts a watch on the other host.
follow() {
    spawn c w mpdisc-probe --watch -f tsv
    await 10 grep -q '^synced' w.out
}

# tells [EVENT...]: since follow() the watch has told exactly these events, "EVENT NAME PORT
# ATTRIBUTE", in any order.
tells() {
    local told
    told=$(awk -F '\t' 'is_synced { print $1, $2, $6, $8 } /^synced/ { is_synced = 1 }' w.out)
    [ "$(sort <<<"$told")" = "$(printf '%s\n' "$@" | sort)" ]
}

# reloads LABEL PATTERN: SIGHUP makes it log a further line that matches.
reloads() {
    local before
    before=$(grep -c -e "$2" "$1.log") || true
    signal "$1" HUP
    await 5 has_logged "$1" "$2" $((before + 1))
}

has_logged() {
    [ "$(grep -c -e "$2" "$1.log")" = "$3" ]
}

# changes_as_told LABEL "NAME...": after changes of its file, the events are exactly the differences,
# and these services are there.
changes_as_told() {
    put "$1.conf" "$(service a 80)" "$(service b 81)" "$(service c 82)"
    provide "$1" -c "$1.conf" -t _ssh._tcp -p 22 -n stays
    follow
    put "$1.conf" "$(service c 82)" "$(service b 91)" "$(service d 83)"
    reloads "$1" '^configuration reloaded: 1 added, 1 changed, 1 removed$'
    await 5 tells 'removed a 80 port=80' 'changed b 91 port=91' 'added d 83 port=83'
    put "$1.conf" "$(service d 83)"
    reloads "$1" '^configuration reloaded: 0 added, 0 changed, 2 removed$'
    await 5 tells 'removed a 80 port=80' 'changed b 91 port=91' 'added d 83 port=83' 'removed b 91 port=91' \
        'removed c 82 port=82'
    finds c "$2"
    same 1 "$(grep -c '^role: ' "$1.log")"
}

@test "a watch tells exactly what differs in the file of a primary" {
    changes_as_told p "d stays"
    same primary "$(role p)"
}

@test "a watch tells exactly what differs in the file of a secondary" {
    offer h first
    changes_as_told s "d first stays"
    matches ^secondary "$(role s)"
}

@test "a file with mistakes is refused as a whole, and all is as before" {
    put p.conf "$(service a 80)"
    provide p -c p.conf
    follow
    put p.conf "$(service b 81)" "$(service a 70000)" '[servce]'
    reloads p '^mpdisc-provider: error: configuration not reloaded; keeping the old one$'
    same "mpdisc-provider: error: p.conf:9: bad port '70000': the port must be 1 to 65535
mpdisc-provider: error: p.conf:11: unknown section 'servce'
mpdisc-provider: error: configuration not reloaded; keeping the old one" "$(tail -n 3 p.log)"
    rm p.conf
    reloads p "^mpdisc-provider: error: cannot read 'p.conf': No such file or directory\$"
    put p.conf ''
    reloads p '^mpdisc-provider: error: p.conf: there is no \[service\] section$'
    # A file that is a pipe without a writer does not stop the provider.
    rm p.conf
    mkfifo p.conf
    reloads p "^mpdisc-provider: error: cannot read 'p.conf': Operation not supported\$"
    finds c a
    rm p.conf
    put p.conf "$(service a 80)"
    reloads p '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    tells ''
}

@test "a file that has become a pipe takes no service away" {
    put p.conf "$(service a 80)"
    provide p -c p.conf -t _ssh._tcp -p 22 -n stays
    rm p.conf
    mkfifo p.conf
    reloads p "^mpdisc-provider: error: cannot read 'p.conf': "
    finds c "a stays"
    mkdir services
    mkfifo services/x.conf
    run -2 on h mpdisc-provider -t _ssh._tcp -p 22 --config-dir services --check-config
    matches "cannot read 'services/x.conf': " "$output"
}

# sent: prints how many datagrams the host has sent.
sent() {
    on h cat /proc/net/snmp | awk '$1 == "Udp:" && $2 ~ /^[0-9]+$/ { print $5 }'
}

@test "a reload that changes nothing sends nothing" {
    put p.conf "$(service a 80)" "$(service b 81)"
    provide p -c p.conf --announce 0
    await 5 knows_its_providers h
    before=$(sent)
    reloads p '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    put p.conf "$(service b 81)" "$(service a 80)"
    reloads p '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    same "$before" "$(sent)"

    put s.conf "$(service c 82)"
    provide s -c s.conf
    await 5 registered h 1
    before=$(counter h registrations)
    reloads s '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    same "$before" "$(counter h registrations)"
    put s.conf "$(service c 83)" "$(service d 84)" "$(service e 85)"
    reloads s '^configuration reloaded: 2 added, 1 changed, 0 removed$'
    await 5 found c "a b c d e"
    same $((before + 1)) "$(counter h registrations)"
}

# cpu_ms LABEL: prints how long the process has computed.
cpu_ms() {
    awk -v tick="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / tick }' "/proc/${pid[$1]}/stat"
}

@test "ten reloads of 2,048 services take less than half a second" {
    local number before
    for port in 80 81; do
        for ((number = 0; number < 2048; ++number)); do
            printf '[service]\nname = %x\ntype = _h._tcp\nport = %s\n' "$number" "$port"
        done >"of_$port"
    done
    cp of_80 p.conf
    provide p -c p.conf
    before=$(cpu_ms p)
    for port in 81 80 81 80 81 80 81 80 81 80; do
        cp "of_$port" new
        mv new p.conf
        reloads p '^configuration reloaded: 0 added, 2048 changed, 0 removed$'
    done
    at_most 500 $(($(cpu_ms p) - before)) "ms of computing for ten reloads"
}

# starts_to_read LABEL: starts a provider that waits for the rest of its configuration, which comes by
# descriptor 8.
starts_to_read() {
    mkfifo "$1.conf"
    spawn h "$1" setsid mpdisc-provider -c "$1.conf"
    # Both ends of a pipe are opened at once.
    exec 8>"$1.conf"
    service a 80 >&8
}

@test "SIGHUP during the start ends no provider, and leads to a reload" {
    starts_to_read p
    signal p HUP
    put p.conf "$(service a 81)"
    exec 8>&-
    await_log p '^configuration reloaded: 0 added, 1 changed, 0 removed$'
    finds c a
    same 81 "$(probe c -f '{port}' && echo "$output")"
}

@test "SIGTERM ends a provider that still reads its configuration" {
    starts_to_read p
    signal p TERM
    finish p
    exec 8>&-
    same 143 "$exit_code"
}

@test "files of a directory come and go" {
    mkdir services
    service a 80 >services/a.conf
    provide p --config-dir services
    follow
    service b 81 >services/b.conf
    reloads p '^configuration reloaded: 1 added, 0 changed, 0 removed$'
    rm services/a.conf
    reloads p '^configuration reloaded: 0 added, 0 changed, 1 removed$'
    await 5 tells 'added b 81 port=81' 'removed a 80 port=80'
    mv services away
    reloads p "^mpdisc-provider: error: cannot read 'services': No such file or directory\$"
    finds c b
}

@test "settings that take a restart are named" {
    put p.conf '[provider]' 'lease = 20' 'allow = 10.0.0.0/8' "$(service a 80)"
    provide p -c p.conf
    put p.conf '[provider]' 'lease = 20' 'interface = eth7' 'announce = 0' "$(service a 81)"
    reloads p '^ignored until a restart: interface, allow, announce$'
    await_log p '^configuration reloaded: 0 added, 1 changed, 0 removed$'
    put p.conf '[provider]' 'heartbeat = 10' 'lease = 20' 'allow = 10.0.0.0/8' "$(service a 81)"
    reloads p '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    same 1 "$(grep -c '^ignored' p.log)"
    finds c a
}

# key NUMBER...: prints these keys.
key() {
    printf '%032d\n' "$@"
}

@test "keys are rotated while all providers stay registered" {
    umask 077
    key 1 >keys
    key 1 >old
    key 2 >new_key
    provide p -t _http._tcp -p 80 -n p -k keys
    put s.conf '[provider]' 'key-file = keys' "$(service s 81)"
    provide s -c s.conf
    for numbers in '1 2' '2 1' 2; do
        # shellcheck disable=SC2086 # a list of words
        key $numbers >keys
        for label in p s; do
            reloads "$label" '^configuration reloaded: .*; the keys changed$'
        done
        case $numbers in
            '1 2' | '2 1') finds c "p s" -k old ;;&
            '2 1' | 2) finds c "p s" -k new_key ;;
        esac
    done
    finds_nothing c -k old
    same 1 "$(grep -c '^role: ' s.log)"
    # What was right is kept if the file is not.
    echo x >keys
    reloads p '^mpdisc-provider: error: keys:1: a key must '
    finds c "p s" -k new_key
    # Whether there are keys takes a restart.
    put s.conf "$(service s 82)"
    reloads s '^ignored until a restart: key-file$'
    finds c "p s" -k new_key
}

# holds LABEL HEXADECIMAL: the process has these bytes in its memory.
holds() {
    # shellcheck disable=SC2016 # for perl
    perl -e '
        ($process, $digits) = @ARGV;
        open $maps, "<", "/proc/$process/maps" or die $!;
        open $memory, "<:raw", "/proc/$process/mem" or die $!;
        while (<$maps>) {
            ($begin, $end) = /^(\w+)-(\w+) rw/ or next;
            sysseek $memory, hex $begin, 0;
            sysread $memory, $bytes, hex($end) - hex $begin;
            exit 0 if index($bytes, pack "H*", $digits) >= 0;
        }
        exit 1' "${pid[$1]}" "$2"
}

@test "no key stays in memory, neither after the start nor after a reload" {
    umask 077
    printf '%s\n' 5af0c3d2e1b4a79688776655443322a1 >keys
    provide p -t _http._tcp -p 80 -n a-service -k keys
    holds p "$(printf a-service | od -A n -t x1 | tr -d ' \n')"
    run ! holds p 5af0c3d2e1b4a796
    printf '%s\n' 6be1d4c3f2a5b8079988776655443322 >keys
    reloads p '; the keys changed$'
    run ! holds p 5af0c3d2e1b4a796
    run ! holds p 6be1d4c3f2a5b807
}

@test "services that change together with the keys are told with the new key" {
    umask 077
    key 1 2 >both
    key 1 >keys
    provide p -t _http._tcp -p 80 -n p -k both
    service s 81 >s.conf
    provide s -c s.conf -k keys
    registrations() {
        on h mpdisc-probe --status -k both -f tsv | awk -F '\t' '$2 == "registrations" { print $3 }'
    }
    await 5 finds c "p s" -k both
    before=$(registrations)
    key 2 >keys
    put s.conf "$(service s 82)"
    reloads s '^configuration reloaded: 0 added, 1 changed, 0 removed; the keys changed$'
    sleep 0.5
    same $((before + 1)) "$(registrations)"
}

@test "a configuration from standard input is not read again" {
    service a 80 >input
    spawn h p setsid sh -c 'exec mpdisc-provider -c - <input'
    await_log p '^role: '
    signal p HUP
    await_log p '^configuration not reloaded: standard input cannot be read again$'
    finds c a
}

@test "with a command, SIGHUP reaches the command, and the files are read again" {
    put p.conf "$(service a 80)"
    spawn h p setsid mpdisc-provider -c p.conf -- \
        sh -c 'trap "echo reloaded" HUP; echo ready; while :; do sleep 0.05; done'
    await 5 grep -q ready p.out
    put p.conf "$(service b 81)"
    reloads p '^configuration reloaded: 1 added, 0 changed, 1 removed$'
    await 5 grep -q reloaded p.out
    finds c b
}
