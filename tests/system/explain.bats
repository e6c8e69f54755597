#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --explain names the cause of each fault first, within two seconds.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

# two_hosts: makes a client and another host.
two_hosts() {
    hosts client h
    cable client eth0 192.0.2.1/24 h eth0 192.0.2.2/24
}

# explains HOST CODE PATTERN [ARGUMENT...]: the first cause has this code, and its text matches.
explains() {
    local host=$1 code=$2 pattern=$3 begin_us
    shift 3
    begin_us=$(now_us)
    probe "$host" --explain -f tsv "$@"
    (($(now_us) - begin_us < 2000000))
    printf '%s\n' "$output"
    same "" "$stderr"
    same "$code" "$(awk -F '\t' '$1 == "cause" { print $2; exit }' <<<"$output")"
    matches "$pattern" "$(awk -F '\t' '$1 == "cause" { print $3; exit }' <<<"$output")"
}

# answerer HOST FIELDS: answers each search there with one message of these fields, for perl.
answerer() {
    # shellcheck disable=SC2016 # for perl
    spawn "$1" answerer perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(6737, INADDR_ANY)) or die;
        sub field { pack "nn/a*", @_ }
        my $service = field(9, "forged") . field(10, "_http._tcp") . field(11, pack "n", 80);
        while (my $from = recv $socket, my $request, 65536, 0) {
            next if ord(substr $request, 4, 1) != 1;
            my ($id, $attempt) = ("x" x 16, substr $request, 20, 1);
            my $fields = eval $ARGV[0];
            send $socket, pack("a4CCn", "MPD1", 2, 0, length $fields)
                . substr($request, 8, 8) . $fields, 0, $from;
        }' "$2"
    await 5 port_is_held "$1"
}

# shellcheck disable=SC2016 # for perl
whole_answer='field(6, $attempt) . field(1, $id) . field(2, "\1") . field(3, "liar")
    . field(5, pack "N", 60) . field(7, $id . pack "NNC", 1, 1, 0) . field(8, $service)'

@test "--explain says that all is well" {
    two_hosts
    offer h web
    finds client web
    probe client --explain
    same "services found: 1; none known to be missing" "$output"
    same 0 "$status"
}

@test "--explain names an interface that is down" {
    hosts client
    explains client no-interface '^only this host was asked: no network interface is up with an address$'
    same 1 "$status"
    on client ip link add eth0 type veth peer name eth1
    explains client no-interface "^no request could be sent: the interface is down or has no address: 'eth0'$" -i eth0
}

@test "--explain names a system that refuses to send" {
    two_hosts
    offer h web
    firewall client output 'oifname eth0 reject'
    explains client sends-refused '^the system refused to send requests \(eth0\): Operation not permitted$'
}

@test "--explain names a firewall that drops answers" {
    two_hosts
    offer h web
    firewall client input 'iifname eth0 ct state established accept; iifname eth0 meta l4proto udp drop'
    explains client firewall '^a firewall of this host drops answers received on eth0:'
    same 1 "$status"
    explains client firewall 'drops answers received on eth0:' --to 192.0.2.255
    on client nft delete table inet wall
    probe client --explain
    same 0 "$status"
}

@test "--explain names a program that holds the port" {
    two_hosts
    # shellcheck disable=SC2016 # for perl
    spawn client holder perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(6737, INADDR_ANY)) or die;
        sleep 60'
    await 5 port_is_held client
    explains client port-held \
        "^another program holds UDP port 6737 of this host .*: perl \(pid ${pid[holder]}\)$"
    explains client port-held 'perl' -l
}

@test "--explain names a provider of this host that does not match" {
    two_hosts
    offer client web
    explains client no-match '^the providers of this host do not match: they offer _http\._tcp$' _ipp._tcp
    explains client no-match 'services without this name or these attributes: 1$' -n other _http._tcp
    same 1 "$status"
}

@test "--explain names a provider of another host that does not match" {
    two_hosts
    offer h web
    await 5 found client web
    explains client no-match '^the providers that answer do not match: they offer _http\._tcp$' _ipp._tcp
}

@test "--explain names a known host that is silent" {
    two_hosts
    offer client here
    offer h web
    await 10 knows_one_host client
    firewall h input 'iifname eth0 meta l4proto udp drop'
    explains client silent-host '^192\.0\.2\.2 on eth0 is known to its neighbours, but does not answer$'
    same 4 "$status"
}

knows_one_host() {
    [ "$(neighbourhood "$1" 3)" = 1 ]
}

@test "--explain names answers without a key" {
    two_hosts
    make_key key
    answerer h "$whole_answer"
    explains client keys \
        '^answers ignored without a shared key: [0-9]+; the last one came from 192\.0\.2\.2:6737$' \
        -k key
}

@test "--explain names the keys of this host's provider" {
    two_hosts
    make_key key
    make_key other
    offer client web -k key
    explains client keys '^this program shares no key with the providers of this host$'
    explains client keys '^this program shares no key with the providers of this host$' -k other
}

@test "--explain names malformed answers" {
    two_hosts
    answerer h "${whole_answer//\"liar\"/\"\"}"
    explains client answers-dropped \
        '^answers ignored \(drop-malformed\): [0-9]+; the last one came from 192\.0\.2\.2:6737$'
}

@test "--explain names a host whose answers are incomplete" {
    two_hosts
    offer h web
    offer h stopped
    await 5 registered h 1
    signal stopped STOP
    await 5 misses_one client
    explains client incomplete-host '^h at 192\.0\.2\.2 on eth0: missing services: 1$'
    same 4 "$status"
}

# misses_one HOST: a search there says that one service is missing.
misses_one() {
    on "$1" mpdisc-probe 2>&1 >/dev/null | grep -q '1 service missing'
}

@test "--explain names a clock that differs" {
    two_hosts
    make_key key
    offer client here -k key
    spawn h web faketime -f +2h mpdisc-provider -t _http._tcp -p 8080 -n web -k key
    await_log web '^role: '
    await 10 has_dropped client drop-replayed -k key
    explains client clock \
        '^the primary of this host ignores messages with a wrong time; the last one came from ' \
        -k key
}

# has_dropped HOST COUNTER [OPTION...]
has_dropped() {
    (($(counter "$@") > 0))
}

@test "--explain names a clock that was never set" {
    two_hosts
    make_key key
    run --separate-stderr on client faketime -f '@1970-01-01 00:01:00' mpdisc-probe --explain -k key
    matches $'\n1\. the clock of this host is not set' "$output"
}

@test "--explain names a rate limit" {
    two_hosts
    offer client web
    # shellcheck disable=SC2016 # for perl
    on client perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(4321, inet_aton("127.0.0.1"))) or die;
        my $to = sockaddr_in(6737, inet_aton("127.0.0.1"));
        send $socket, pack("a4CCnNNnnN", "MPD1", 12, 0, 8, 1, $_, 32, 4, 0), 0, $to for 1 .. 2000'
    explains client rate-limit '; the last one came from this host, 127\.0\.0\.1:4321$'
}

@test "--explain names requests from outside the link" {
    two_hosts
    offer client web
    on h ip address add 198.51.100.9/32 dev lo
    on h ip route add 192.0.2.1/32 dev eth0 src 198.51.100.9
    on client ip route add 198.51.100.9/32 via 192.0.2.2
    on h mpdisc-probe -w 0.2 --to 192.0.2.1 || true
    explains client off-link '; the last one came from 198\.51\.100\.9:'
}

@test "--explain says that nobody answers" {
    two_hosts
    explains client nobody '^no provider answers, not even on this host$'
    offer client web --wait-for-port
    explains client nobody '^no provider answers, except those of this host, which offer no service$'
}

@test "--explain tells about bridges" {
    hosts client
    on client ip link add br0 type bridge
    set_up client br0 192.0.2.1/24
    # shellcheck disable=SC2016 # for the inner shell
    run on client unshare -m sh -c 'mount -t sysfs sysfs /sys || exit 99
        exec mpdisc-probe --explain -f tsv'
    [ "$status" != 99 ] || skip "this user may not mount sysfs"
    matches $'\nnote\tbridge\tbr0 is a bridge:' "$output"
}

@test "--explain asks with its filter, and refuses options without an effect" {
    two_hosts
    offer client web
    probe client --explain --watch
    same 2 "$status"
    same "mpdisc-probe: --explain allows a filter, -P, -k, -w, -i, -4, -6, -l, -f, --to, --from-port, --patience and --trace only" "${stderr%%$'\n'*}"
    probe client --explain -f sh
    same "mpdisc-probe: --explain has the formats table, tsv and json only" "${stderr%%$'\n'*}"
    probe client --explain -n web -a path=/x -l
    same 1 "$status"
}

@test "the log and the status of a provider name who sent what it dropped" {
    two_hosts
    offer client web
    # shellcheck disable=SC2016 # for perl
    on h perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(4321, INADDR_ANY)) or die;
        send $socket, "nonsense", 0, sockaddr_in(6737, inet_aton("192.0.2.1")) for 1 .. 3'
    await_log web '^dropped a message from 192\.0\.2\.2:4321: malformed; further ones are only counted$'
    same 1 "$(grep -c malformed web.log)"
    run on client mpdisc-probe --status -f table
    matches $'\ndrop-malformed +3 +192\.0\.2\.2:4321, [0-9]+m?s ago' "$output"
    run on client mpdisc-probe --status -f json
    matches '\{"last_drops":\{"drop-malformed":\{"from":"192\.0\.2\.2:4321","age_ms":[0-9]+\}\}\}' "$output"
}
