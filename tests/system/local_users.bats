#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What programs of other users of a host do to its providers. There are no keys.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd

setup() {
    open_lab
    [ "$(id -u)" = 0 ] || skip "it takes root to run as several users"
    hosts h
}
teardown() { close_lab; }

# as_nobody COMMAND...: a prefix, for spawn().
as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

# claim_ids LABEL ID...: a program that registers all the time by these provider ids, each from a
# socket of its own. It offers nothing, and never answers.
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

@test "a program that registers by the ids of others keeps none of them out" {
    for name in a b c d; do offer h "$name"; done
    await 2 registered h 3
    read -ra known <<<"$(ids | paste -s -d ' ')"
    same 4 "${#known[@]}"
    claim_ids liar "${known[@]}"
    # Not the primary's own: nobody else has it by right.
    await 2 registered h 6
    finds h "a b c d" -l
    # Each next primary hears the liar before the others, as likely as not.
    for left in "b c d" "c d"; do
        kill_hard "$(primary_of h)"
        # shellcheck disable=SC2046,SC2086 # lists of words
        await 3 found h "$(living | tr ' ' '\n' | grep -v liar | paste -s -d ' ')" -l
        for _ in {1..5}; do finds h "$(living | tr ' ' '\n' | grep -v liar | paste -s -d ' ')" -l; done
        same "$(wc -w <<<"$left")" "$(living | tr ' ' '\n' | grep -vc liar)"
    done
}
