#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Hostile programs of other users on a host whose providers have no keys.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd

setup() {
    open_lab
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    hosts h
}
teardown() { close_lab; }

# A prefix for commands of spawn() that runs them as another user.
as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

# claim_ids LABEL ID...: starts a program that keeps registering with these provider ids, each from
# its own socket. It offers no service and never answers.
claim_ids() {
    local label=$1
    shift
    # shellcheck disable=SC2016 # for perl
    spawn h "$label" "${as_nobody[@]}" perl -MSocket=:all -e '
        my %sockets;
        for my $id (@ARGV) {
            socket($sockets{$id}, PF_INET, SOCK_DGRAM, 0) or die;
            bind($sockets{$id}, pack_sockaddr_in(0, INADDR_LOOPBACK)) or die;
        }
        my $primary = pack_sockaddr_in(6737, INADDR_LOOPBACK);
        $| = 1;
        for (;;) {
            for my $id (@ARGV) {
                my $fields = pack("nnH32nnNnnCN", 1, 16, $id, 16, 4, $$, 23, 5, 0, 0);
                my $head = pack("a4CCnNN", "MPD1", 5, 0, length $fields, rand(2 ** 32), 0);
                send($sockets{$id}, $head . $fields, 0, $primary);
            }
            select(undef, undef, undef, 0.005);
        }' "$@"
}

ids() {
    on h mpdisc-probe --status -f tsv | awk -F '\t' '$1 == "provider" { print $3 }'
}

# be_primary LABEL HEARTBEAT_MS LEASE_MS: starts a primary that accepts each registration with these
# times and claims to be process 1.
be_primary() {
    # shellcheck disable=SC2016 # for perl
    spawn h "$1" "${as_nobody[@]}" perl -MSocket=:all -e '
        my ($heartbeat_ms, $lease_ms) = @ARGV;
        socket(my $port, PF_INET, SOCK_DGRAM, 0) or die;
        bind($port, pack_sockaddr_in(6737, INADDR_ANY)) or die;
        my $own = pack("nnH32", 1, 16, "01" x 16);
        my %answers = (
            3 => [4, ""],
            5 => [8, pack("nnCnnNnnNnnN", 19, 1, 1, 16, 4, 1, 17, 4, $lease_ms,
                          18, 4, $heartbeat_ms)],
            7 => [9, pack("nnC", 19, 1, 1)]);
        while (my $from = recv($port, my $message, 65536, 0)) {
            my ($type, $transaction) = unpack("x4 C x3 a8", $message);
            my $answer = $answers{$type} or next;
            my $fields = $own . $answer->[1];
            send($port, pack("a4CCna8", "MPD1", $answer->[0], 0, length $fields, $transaction)
                     . $fields, 0, $from);
        }' "$2" "$3"
    await 5 port_is_held h
}

@test "a primary of another user that was there for a second is forgotten within seconds" {
    day_ms=86400000
    be_primary liar $((day_ms - 1)) "$day_ms"
    offer h a
    offer h b
    same "secondary of 01010101010101010101010101010101" "$(role b)"
    kill_hard liar
    start_us=$(now_us)
    await 10 found h "a b" -l
    at_most 4000 $((($(now_us) - start_us) / 1000)) "ms until all were found again"
    one_primary a b
}

@test "a primary of another user that gave its port to an honest one is forgotten as soon" {
    day_ms=86400000
    be_primary liar $((day_ms - 1)) "$day_ms"
    offer h a
    kill_hard liar
    offer h b
    same primary "$(role b)"
    start_us=$(now_us)
    await 10 found h "a b" -l
    at_most 4000 $((($(now_us) - start_us) / 1000)) "ms until all were found again"
}

@test "heartbeats go every 3 s to another user's primary, and every 30 s to one of the same user" {
    offer h a
    offer h b
    spawn h c "${as_nobody[@]}" "$(command -v mpdisc-provider)" -t _http._tcp -p 8080 -n c
    await_log c '^role: '
    await 2 has_deputy h
    same "${pid[b]}" "$(deputy_of h)"
    offer h d
    sleep 4
    heard() {
        on h mpdisc-probe --status -f tsv | awk -F '\t' -v process="${pid[$1]}" \
            '$1 == "provider" && $4 == process { print $6 }'
    }
    for _ in {1..8}; do
        sleep 0.5
        at_most 3200 "$(heard c)" "ms since the last heartbeat of another user's secondary"
    done
    matches '^[0-9]{4,5}$' "$(heard d)"
    (($(heard d) > 4000))
}

@test "a program that registers with the ids of other providers keeps none of them out" {
    for name in a b c d; do offer h "$name"; done
    await 2 registered h 3
    read -ra known <<<"$(ids | paste -s -d ' ')"
    same 4 "${#known[@]}"
    claim_ids liar "${known[@]}"
    sleep 0.3
    finds h "a b c d" -l
    # The hostile program registers with the next primary before the others do.
    for name in b c d; do signal "$name" STOP; done
    kill_hard a
    offer h e
    same primary "$(role e)"
    sleep 0.3
    for name in b c d; do signal "$name" CONT; done
    await 3 found h "b c d e" -l
    for _ in {1..5}; do finds h "b c d e" -l; done
}
