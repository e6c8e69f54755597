#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A provider checks its services, and offers those that are healthy.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h c
    cable h eth0 192.0.2.1/24 c eth0 192.0.2.2/24
}
teardown() { close_lab; }

# serve LABEL PORT [ADDRESS]: starts a program that listens there and takes all connections.
serve() {
    # shellcheck disable=SC2016 # for perl
    spawn h "$1" perl -MIO::Socket::IP -e '
        $| = 1;
        $socket = IO::Socket::IP->new(Listen => 16, ReuseAddr => 1, LocalPort => $ARGV[0],
            LocalHost => $ARGV[1], V6Only => 1) or die $!;
        print "listens\n";
        print "connection\n" while $socket->accept' "$2" "${3:-127.0.0.1}"
    await 5 grep -q listens "$1.out"
}

# provide [OPTION...]: starts a provider without a terminal, and waits until it has its role.
provide() {
    spawn h p setsid mpdisc-provider "$@"
    await_log p '^role: '
}

# checked NAME PORT CHECK [OPTION...]: adds such a service to the options; it is checked each half
# second.
checked() {
    options+=(-t _http._tcp -n "$1" -p "$2" --check "$3" --check-interval "${interval:-0.5}" "${@:4}")
}

# follow: starts a watch on the other host.
follow() {
    spawn c w mpdisc-probe --watch --time -f tsv
    await 10 grep -q '^synced' w.out
}

# told: prints what the watch has told since follow(), "EVENT NAME".
told() {
    awk -F '\t' 'is_synced { print $1, $3 } /^synced/ { is_synced = 1 }' w.out
}

# tells EVENT...: it has told exactly these events, in this order.
tells() {
    [ "$(told)" = "$(printf '%s\n' "$@")" ]
}

was_told_last() {
    [ "$(told | tail -n 1)" = "$1" ]
}

# told_us EVENT: prints when the watch told the last such event.
told_us() {
    local time
    time=$(awk -F '\t' -v event="$1" '$1 " " $3 == event { time = $2 } END { print time }' w.out)
    echo "$(($(date -d "$time" +%s%N) / 1000))"
}

# logs PATTERN [COUNT]
logs() {
    [ "$(grep -c -e "$1" p.log)" = "${2:-1}" ]
}

@test "a service whose port is closed is withdrawn within its interval, and returns as fast" {
    serve web 8080
    checked web 8080 tcp
    provide "${options[@]}" -t _ssh._tcp -p 22 -n ssh
    await 5 found c "ssh web"
    follow
    for round in 1 2; do
        sleep "0.${round}3"
        before=$(now_us)
        kill_hard web
        await 5 logs "^withdrawing 'web' _http._tcp port 8080: nothing listens on port 8080$" "$round"
        await 5 was_told_last 'removed web'
        at_most 1500 $((($(told_us 'removed web') - before) / 1000)) "ms from the end to removed"
        finds c ssh
        before=$(now_us)
        serve web 8080
        await 5 logs "^offering 'web' _http._tcp port 8080$" $((round + 1))
        await 5 was_told_last 'added web'
        at_most 1500 $((($(told_us 'added web') - before) / 1000)) "ms from the start to added"
    done
    tells 'removed web' 'added web' 'removed web' 'added web'
    same 1 "$(grep -c '^role: ' p.log)"
}

@test "a provider whose services are all withdrawn keeps its role" {
    checked web 8080 tcp
    provide "${options[@]}"
    await_log p "^not yet offering 'web' _http._tcp port 8080: nothing listens on port 8080$"
    same primary "$(role p)"
    offer h other
    finds c other
    has_role other 'secondary of *'
    serve web 8080
    await 5 found c "other web"
    run ! grep -q '^offering.*web' <(head -n 2 p.log)
}

@test "a program that listens over IPv6 only is found" {
    serve web 8080 ::1
    checked web 8080 tcp
    provide "${options[@]}"
    await 5 found c web
}

@test "a port that only the check itself could have is closed" {
    checked web 40000 tcp
    provide "${options[@]}"
    # A socket that gets the port that it connects to is connected to itself.
    on h sh -c 'echo "40000 40000" >/proc/sys/net/ipv4/ip_local_port_range'
    run -0 on h perl -MIO::Socket::INET -e '
        IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => 40000) or exit 1'
    sleep 1.2
    run ! grep -q ^offering p.log
}

@test "another port can be checked, also for a service of UDP" {
    serve web 8080
    provide -t _http._udp -p 99 -n web --check tcp:8080 --check-interval 0.5
    await 5 found c web
    kill_hard web
    await 5 logs '^withdrawing .* port 99: nothing listens on port 8080$'
}

sees_connection() { grep -q connection web.out; }

@test "a check sees one connection, which ends" {
    serve web 8080
    # The next check is due much later.
    interval=60 checked web 8080 tcp
    provide "${options[@]}"
    await 5 sees_connection
    await 5 found c web
    same 1 "$(grep -c connection web.out)"
    same 0 "$(on h ss -Htn state established 'sport = :8080' | wc -l)"
}

@test "a command decides, and knows the service" {
    cat >check <<'END'
printf '%s|' "$MPDISC_NAME" "$MPDISC_TYPE" "$MPDISC_PORT" "$MPDISC_ROLE" >seen
cat
echo for nobody
echo for the log >&2
eval "$(cat wanted)"
END
    checked 'a web' 8080 'exec:. ./check'
    echo 'exit 3' >wanted
    spawn h p env MPDISC_ROLE=other mpdisc-provider "${options[@]}"
    await_log p "^not yet offering 'a web' _http._tcp port 8080: its check exited with status 3$"
    same 'a web|_http._tcp|8080||' "$(<seen)"
    echo 'exit 0' >wanted
    await 5 found c 'a web'
    follow
    # shellcheck disable=SC2016 # for the shell of the check
    echo 'kill -KILL $$' >wanted
    await 5 logs "^withdrawing 'a web' _http._tcp port 8080: its check was killed by signal 9$"
    await 5 tells 'removed a web'
    grep -q '^for the log$' p.log
    same "" "$(<p.out)"
}

# sleepers: prints the processes of this test's checks that sleep.
sleepers() {
    pgrep -f '^sleep 6[01]$' | while read -r process; do
        [ "$(readlink "/proc/$process/cwd")" != "$PWD" ] || echo "$process"
    done
}

sleepers_are() {
    [ "$(sleepers | wc -l)" = "$1" ]
}

@test "a command that hangs has failed, ends with all that it started, and holds up no other" {
    serve web 8080
    checked web 8080 tcp
    for n in 1 2 3 4 5 6 7 8 9; do
        # More than may run at a time.
        checked "hangs$n" 80 "exec:trap '' TERM INT; sleep 60 & sleep 60; true" --check-timeout 0.3
    done
    provide "${options[@]}"
    await 5 found c web
    await 10 logs '^not yet offering .hangs.*: its check timed out$' 9
    at_most 14 "$(sleepers | wc -l)" "processes of commands"
    follow
    before=$(now_us)
    kill_hard web
    await 5 logs '^withdrawing '
    await 5 tells 'removed web'
    at_most 1500 $((($(told_us 'removed web') - before) / 1000)) "ms from the end to removed"
    stop p
    same 0 "$exit_code"
    await 2 sleepers_are 0
}

@test "a check that runs while its provider is killed ends at its time-out" {
    checked web 80 'exec:exec sleep 60' --check-timeout 1
    provide "${options[@]}"
    await 5 sleepers_are 1
    kill_hard p
    await 2 sleepers_are 0
}

# after_checks COUNT COMMAND...: runs COMMAND once so many more checks have begun.
after_checks() {
    true >checks
    await 5 have_begun "$1"
    "${@:2}"
}

have_begun() {
    [ "$(wc -l <checks)" -ge "$1" ]
}

@test "a few failures, or a few successes, switch nothing" {
    touch ok
    interval=0.2 checked web 80 'exec:echo >>checks; test -e ok' --check-fall 3 --check-rise 2
    provide "${options[@]}"
    await 5 found c web
    follow
    # One or two failures, then successes.
    rm ok
    after_checks 2 touch ok
    after_checks 2 tells ''
    rm ok
    await 5 logs '^withdrawing '
    # The same for successes.
    touch ok
    after_checks 1 rm ok
    after_checks 3 tells 'removed web'
    touch ok
    await 5 tells 'removed web' 'added web'
    after_checks 3 tells 'removed web' 'added web'
}

@test "with --wait-for-port a service is offered once its command listens" {
    # shellcheck disable=SC2016 # for that shell
    spawn h p mpdisc-provider -t _http._tcp -p 8080 -n web --wait-for-port -- sh -c '
        until [ -e go ]; do sleep 0.05; done
        exec perl -MIO::Socket::IP -e "
            \$s = IO::Socket::IP->new(Listen => 16, LocalPort => 8080) or die; sleep"'
    await_log p "^not yet offering 'web' _http._tcp port 8080: nothing listens on port 8080$"
    await_log p '^role: primary$'
    follow
    finds_nothing c
    before=$(now_us)
    touch go
    await 5 logs "^offering 'web' _http._tcp port 8080$"
    await 5 tells 'added web'
    at_most 1200 $((($(told_us 'added web') - before) / 1000)) "ms from the start to added"
    stop p
    same 143 "$exit_code"
}

@test "the exit code of the command is told, whatever checks run" {
    run -7 on h mpdisc-provider -t _http._tcp -p 80 -n web --check 'exec:exit 0' --check-interval 0.1 -- \
        sh -c 'sleep 1; exit 7'
    run -7 on h unshare -p -f --mount-proc mpdisc-provider -q -t _http._tcp -p 80 -n web \
        --check 'exec:sleep 0.05 & exit 0' --check-interval 0.1 -- \
        sh -c 'for i in 1 2 3 4 5; do sh -c "sleep 0.2 & exit 0"; done
            sleep 1
            grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l >zombies
            exit 7'
    at_most 1 "$(<zombies)" "zombies"
}

@test "as PID 1 without a command a provider reaps what checks and others leave" {
    on h unshare -p -f --mount-proc true || skip "no PID namespaces here"
    # shellcheck disable=SC2016 # for that shell
    run -0 on h timeout 20 unshare -p -f --mount-proc sh -c '
        { for i in 1 2 3 4 5; do sh -c "sleep 0.2 & exit 0"; done
          sleep 1
          grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l >zombies
          kill -TERM 1; } &
        exec mpdisc-provider -q -t _http._tcp -p 80 -n alone \
            --check "exec:sleep 5 & sleep 5" --check-interval 0.1 --check-timeout 0.1'
    at_most 1 "$(<zombies)" "zombies"
}

# service NAME PORT [LINE...]: prints a section for such a service.
service() {
    printf '[service]\nname = %s\ntype = _http._tcp\nport = %s\n' "$1" "$2"
    printf '%s\n' "${@:3}"
}

# put FILE LINE...: replaces the file at once by these lines.
put() {
    printf '%s\n' "${@:2}" >new
    mv new "$1"
}

# reloads PATTERN: SIGHUP makes it log a line that matches.
reloads() {
    true >p.log
    signal p HUP
    await_log p "$1"
}

@test "a reload changes, adds and removes checks" {
    serve a 8081
    every='check-interval = 0.3'
    put p.conf "$(service a 8081 'check = tcp' "$every")" "$(service b 8082)" \
        "$(service c 8083 'check = tcp' "$every")"
    provide -c p.conf
    await 5 found c "a b"
    follow
    # The same again.
    reloads '^configuration reloaded: 0 added, 0 changed, 0 removed$'
    # One gets a check that fails, one loses its own, and a new one is not healthy.
    put p.conf "$(service a 8081 'check = tcp' "$every")" \
        "$(service b 8082 'check = exec:test -e b' "$every")" "$(service c 8083)" \
        "$(service d 8084 'check = exec:test -e d' "$every")"
    reloads '^configuration reloaded: 1 added, 0 changed, 0 removed; the checks changed$'
    await 5 tells 'added c' 'removed b'
    touch b d
    await 5 found c "a b c d"
    # Another check that succeeds, too, disturbs nobody.
    put p.conf "$(service a 8081 'check = exec:true' "$every")" \
        "$(service b 8082 'check = exec:true' "$every")" "$(service c 8083)"
    reloads '^configuration reloaded: 0 added, 0 changed, 1 removed; the checks changed$'
    await 5 found c "a b c"
    kill_hard a
    sleep 0.7
    same "$(printf '%s\n' 'added b' 'added c' 'added d' 'removed b' 'removed d')" "$(told | sort)"
}

@test "a reload ends the check of a service that is removed, and no other" {
    long='check-timeout = 60'
    put p.conf "$(service a 80 'check = exec:exec sleep 60' "$long")" \
        "$(service b 80 'check = exec:exec sleep 61' "$long")"
    provide -c p.conf
    await 5 sleepers_are 2
    stays=$(pgrep -f '^sleep 61$' | grep -x "$(sleepers)")
    put p.conf "$(service b 80 'check = exec:exec sleep 61' "$long")" "$(service c 80)"
    reloads '^configuration reloaded: 1 added, 0 changed, 1 removed; the checks changed$'
    await 5 sleepers_are 1
    same "$stays" "$(sleepers)"
    stop p
    await 2 sleepers_are 0
}

@test "200 services are checked, and each is withdrawn in time" {
    # shellcheck disable=SC2016 # for perl
    spawn h servers perl -MIO::Socket::INET -e '
        $| = 1;
        push @all, IO::Socket::INET->new(Listen => 16, LocalPort => $_) || die $! for 9001..9200;
        print "listens\n";
        <STDIN>; sleep'
    await 5 grep -q listens servers.out
    for n in {9001..9200}; do
        service "s$n" "$n" 'check = tcp' 'check-interval = 0.5'
    done >p.conf
    provide -c p.conf
    all_are_found() { [ "$(on c mpdisc-probe -f '{name}' | wc -l)" = "$1" ]; }
    await 10 all_are_found 200
    follow
    before=$(now_us)
    kill_hard servers
    none_is_there() { [ "$(grep -c ^removed w.out)" = 200 ]; }
    await 10 none_is_there
    at_most 1600 $((($(told_us 'removed s9200') - before) / 1000)) "ms until one is told"
    same 200 "$(grep ^removed w.out | sort -u -t "$(printf '\t')" -k 3,3 | wc -l)"
}

@test "what makes no sense is refused" {
    run -2 on h mpdisc-provider -t _http._tcp -p 80 --check-interval 3
    matches 'check-interval, check-timeout, check-fall and check-rise need a check' "$output"
    run -2 on h mpdisc-provider -t _http._udp -p 80 --check tcp
    matches 'the check of a UDP service needs a port: tcp:PORT' "$output"
    run -0 on h mpdisc-provider -t _http._tcp -p 80 --check tcp --wait-for-port --check-config
}
