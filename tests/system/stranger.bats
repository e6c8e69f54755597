#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Complaint 3: another program holds the discovery port.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# hold_port FAMILY-AND-ADDRESS: starts a program that holds the port and reads nothing. The argument
# is like "4 127.0.0.1" or "6 ::1".
hold_port() {
    # shellcheck disable=SC2016 # for perl
    spawn h stranger perl -MSocket=:all -e '
        my ($family, $address) = split " ", $ARGV[0];
        my $is_ipv6 = $family == 6;
        socket(my $socket, $is_ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0) or die;
        setsockopt($socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) or die if $is_ipv6;
        my $raw = inet_pton($is_ipv6 ? AF_INET6 : AF_INET, $address);
        bind($socket, $is_ipv6 ? pack_sockaddr_in6(6737, $raw) : pack_sockaddr_in(6737, $raw)) or die;
        sleep 60;' "$1"
    await 5 port_is_held h
}

@test "complaint_03_port_taken: the log names the holder, and the provider takes the port when it is free" {
    hold_port "4 0.0.0.0"
    launch h a
    launch h b
    for label in a b; do await_log "$label" "^UDP port 6737 is held by perl (pid ${pid[stranger]}), "; done
    matches 'which does not answer as an mpdisc primary; still trying$' "$(tail -n 1 a.log)"
    same 2 "$(wc -l <a.log)"
    finds_nothing h -l
    kill_hard stranger
    await_log a '^role: ' 12
    await_log b '^role: ' 12
    same 1 "$(grep -l '^role: primary$' a.log b.log | wc -l)"
    finds h "a b" -l
}

@test "complaint_03_port_taken: a program that holds the port at only one address is named, too" {
    hold_port "4 127.0.0.1"
    launch h a
    await_log a "^UDP port 6737 is held by perl (pid ${pid[stranger]}), "
    kill_hard stranger
    await_log a '^role: primary' 12
    finds h "a" -l
}

@test "complaint_03_port_taken: a holder of the IPv6 port blocks only IPv6, which is taken later" {
    hold_port "6 ::"
    offer h a
    same primary "$(role a)"
    finds h "a" -l
    finds_nothing h -l -6
    kill_hard stranger
    await 5 found h "a" -l -6
}

@test "complaint_03_port_taken: another program takes the port when the primary dies, and gives it back" {
    for name in a b c; do offer h "$name"; done
    # They notice the primary's end only when the port is already taken.
    for name in b c; do signal "$name" STOP; done
    kill_hard a
    hold_port "4 0.0.0.0"
    for name in b c; do signal "$name" CONT; done
    for label in b c; do
        await_log "$label" "^UDP port 6737 is held by perl (pid ${pid[stranger]}), " 10
    done
    finds_nothing h -l
    kill_hard stranger
    await 12 registered h 1
    await 2 found h "b c" -l
    # A dead primary is not reported as hanging.
    same 0 "$(cat b.log c.log | grep -c hangs)"
    one_primary b c
}
