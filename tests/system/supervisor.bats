#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A provider tells its supervisor when it is ready, what it does, and that it lives.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    printf '[service]\nname = a\ntype = _http._tcp\nport = 80\n' >p.conf
}
teardown() { close_lab; }

# supervise NAME: listens like systemd, and prints each message in one line. A name that begins with
# '@' is one of the abstract namespace.
supervise() {
    # shellcheck disable=SC2016 # for perl
    spawn h manager perl -MIO::Socket::UNIX -e '
        $| = 1;
        $ARGV[0] =~ s/^@/\0/;
        $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
        print "listens\n";
        while (defined $socket->recv($message, 4096)) {
            $message =~ s/\n/ | /g;
            print "$message\n";
        }' "$1"
    await 10 grep -q listens manager.out
}

# provide [VARIABLE=VALUE...] [OPTION...]: starts a provider without a terminal.
provide() {
    local variables=()
    while [[ ${1:-} == *=* ]]; do
        variables+=("$1")
        shift
    done
    spawn h p env "${variables[@]}" setsid mpdisc-provider "$@"
}

# tells LINE...: these are the messages up to now, with N for each number.
tells() {
    same "$(printf '%s\n' listens "$@")" "$(sed 's/USEC=[0-9]*/USEC=N/' manager.out)"
}

# is_heard_from_start_to_end NAME
is_heard_from_start_to_end() {
    supervise "$1"
    provide "NOTIFY_SOCKET=$1" -c p.conf
    await 10 grep -q READY manager.out
    finds h a
    signal p HUP
    local reloaded='READY=1 | STATUS=configuration reloaded: 0 added, 0 changed, 0 removed'
    await 10 tells 'READY=1 | STATUS=role: primary' 'RELOADING=1 | MONOTONIC_USEC=N' "$reloaded"
    signal p TERM
    await 10 grep -q STOPPING manager.out
    tells 'READY=1 | STATUS=role: primary' 'RELOADING=1 | MONOTONIC_USEC=N' "$reloaded" STOPPING=1
}

@test "a supervisor with a socket hears of the start, a reload and the end" {
    is_heard_from_start_to_end "$PWD/notify"
}

@test "a supervisor with an abstract socket hears of the start, a reload and the end" {
    is_heard_from_start_to_end "@mpdisc-test"
}

@test "an abstract socket may have a name of 108 bytes, and no more" {
    is_heard_from_start_to_end "@$(printf '%107s' '' | tr ' ' n)"
    provide "NOTIFY_SOCKET=@$(printf '%108s' '' | tr ' ' n)" -c p.conf
    await_log p '^role: primary$'
}

@test "the status tells that a configuration was refused" {
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" -c p.conf
    await 10 grep -q READY manager.out
    echo 'port = 80000' >>p.conf
    signal p HUP
    await 10 grep -q -x 'READY=1 | STATUS=configuration not reloaded; keeping the old one' manager.out
}

@test "a provider is not ready while another program has the port, and says why" {
    # shellcheck disable=SC2016 # for perl
    spawn h squatter perl -MIO::Socket::INET -e '
        $socket = IO::Socket::INET->new(Proto => "udp", LocalPort => 6737) or die $!; sleep'
    await 5 port_is_held h
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" -c p.conf
    await 20 grep -q '^STATUS=.*UDP port 6737 is held by perl' manager.out
    run ! grep -q READY manager.out
    stop squatter KILL
    await 10 grep -q READY manager.out
}

@test "a secondary is ready once it has registered" {
    offer h first
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" -c p.conf
    await 10 grep -q READY manager.out
    finds h "a first"
    grep -q '^READY=1 | STATUS=role: secondary of ' manager.out
}

# signs: prints how many signs of life came.
signs() {
    grep -c WATCHDOG manager.out || true
}

more_signs_than() {
    [ "$(signs)" -gt "$1" ]
}

@test "signs of life come in half the time that the supervisor gives" {
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" WATCHDOG_USEC=400000 -c p.conf
    await 10 more_signs_than 3
    signal p STOP
    sleep 0.3
    before=$(signs)
    sleep 0.5
    same "$before" "$(signs)"
    signal p CONT
    await 10 more_signs_than "$before"
}

@test "signs of life that are wanted of another process, or in no time, do not come" {
    supervise "$PWD/notify"
    for wish in 'WATCHDOG_USEC=100000 WATCHDOG_PID=1' 'WATCHDOG_USEC=100000 WATCHDOG_PID=x' \
        WATCHDOG_USEC=100000x WATCHDOG_USEC=18446744073709551617 WATCHDOG_USEC=0; do
        true >manager.out
        # shellcheck disable=SC2086 # words
        provide "NOTIFY_SOCKET=$PWD/notify" $wish -c p.conf
        await 10 grep -q READY manager.out
        sleep 0.3
        same 0 "$(signs)"
        stop p TERM
    done
}

@test "signs of life come at most once a millisecond" {
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" WATCHDOG_USEC=1 -c p.conf
    await 10 grep -q READY manager.out
    before=$(signs)
    sleep 0.5
    at_most 1000 $(($(signs) - before)) "signs of life in half a second"
}

@test "a command does not get the supervisor's variables" {
    supervise "$PWD/notify"
    provide "NOTIFY_SOCKET=$PWD/notify" WATCHDOG_USEC=60000000 -c p.conf -- \
        sh -c 'env; sleep 60'
    await 10 grep -q READY manager.out
    await 10 grep -q '^PATH=' p.out
    run ! grep -q -E '^(NOTIFY|WATCHDOG)' p.out
}

@test "a supervisor that is not there disturbs nobody" {
    provide "NOTIFY_SOCKET=$PWD/nobody" WATCHDOG_USEC=100000 -c p.conf
    await_log p '^role: primary$'
    finds h a
    signal p TERM
    finish p
    same 0 "$exit_code"
}

@test "a newline comes by the descriptor of --ready-fd once the service is found" {
    spawn h p sh -c 'exec mpdisc-provider -c p.conf --ready-fd 5 5>ready -- sleep 60'
    await 10 test -s ready
    finds h a
    same "$(printf '\n' | od -c)" "$(od -c ready)"
    # Neither the provider nor its command keeps it open.
    same "" "$(find /proc/[0-9]*/fd -lname "$PWD/ready" 2>/dev/null)"
}

@test "a descriptor that will not do is refused" {
    for wrong in '' x -1 2 77 99999999999; do
        run -2 on h mpdisc-provider -c p.conf --ready-fd "$wrong"
        matches "bad ready-fd '$wrong': it must be an open descriptor, 3 or more" \
            "$output"
    done
}
