#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Output that can't be written, and missing streams.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# to_closed_pipe COMMAND...: runs COMMAND with a closed pipe as stdout.
to_closed_pipe() {
    mkfifo pipe
    exec {reader}<>pipe
    exec {writer}>pipe
    exec {reader}<&-
    rm pipe
    code=0
    on h "$@" 1>&"$writer" 2>errors || code=$?
    exec {writer}>&-
}

# to_full_device COMMAND...
to_full_device() {
    code=0
    on h "$@" >/dev/full 2>errors || code=$?
}

@test "a closed pipe is a system error" {
    offer h a
    for format in table tsv json sh '{name}'; do
        to_closed_pipe mpdisc-probe -l -f "$format"
        same 3 "$code"
        # The reader wants no more output, so there is no message.
        same "" "$(<errors)"
    done
    to_closed_pipe mpdisc-probe --status
    same 3 "$code"
    to_closed_pipe mpdisc-probe -l --repeat 0 --interval 0.1
    same 3 "$code"
    same "a" "$(on h mpdisc-probe -l --repeat 0 --interval 0 -f '{name}' 2>/dev/null | head -n 1)"
}

@test "a full device is a system error with a message of one line" {
    offer h a
    for format in table tsv json sh '{name}'; do
        to_full_device mpdisc-probe -l -f "$format"
        same 3 "$code"
        same "mpdisc-probe: cannot write to stdout" "$(<errors)"
    done
    to_full_device mpdisc-probe --status
    same 3 "$code"
    for program in mpdisc-probe mpdisc-provider; do
        to_full_device "$program" --help
        same 3 "$code"
        to_full_device "$program" --version
        same 3 "$code"
    done
}

@test "a provider goes on when its log can't be written" {
    on h sh -c 'exec mpdisc-provider -t _http._tcp -p 80 -n full 2>/dev/full' 3>&- &
    await 5 found h "full" -l
    on h sh -c 'exec mpdisc-provider -t _http._tcp -p 80 -n pipe 2>&1 | :' 3>&- &
    await 5 found h "full pipe" -l
}

# full_pipe PATH: makes a full pipe without a reader.
full_pipe() {
    mkfifo "$1"
    # shellcheck disable=SC2034 # held open
    exec {full}<>"$1"
    dd if=/dev/zero of="$1" bs=4096 oflag=nonblock status=none 2>/dev/null || true
}

@test "a provider whose log is not read goes on, and ends on SIGTERM" {
    full_pipe pipe
    spawn h a sh -c 'exec mpdisc-provider -v -t _http._tcp -p 80 -n a 2>pipe'
    await 5 found h "a" -l
    offer h b
    await 5 found h "a b" -l
    stop a TERM
    same 0 "$exit_code"
    await 5 has_role b primary
}

# more_requests HOST COUNT: the host's primary has seen more than COUNT requests.
more_requests() {
    [ "$(counter "$1" requests)" -gt "$2" ]
}

@test "a probe whose output is not read ends on SIGTERM" {
    offer h a
    full_pipe pipe
    for name in TERM INT; do
        asked=$(counter h requests)
        spawn h probe sh -c 'exec mpdisc-probe -l --repeat 0 --interval 0 >pipe'
        await 5 more_requests h "$asked"
        stop probe "$name"
        matches '^1(30|43)$' "$exit_code"
        same "" "$(<probe.log)"
    done
}

# waits_on HOST NAME: a program of that name runs there and sleeps.
waits_on() {
    local process status
    for process in /proc/[0-9]*; do
        [ "$process/ns/net" -ef "/proc/${host_pid[$1]}/ns/net" ] || continue
        { read -r status <"$process/stat"; } 2>/dev/null || continue
        [[ $status != *"($2) S "* ]] || return 0
    done
    return 1
}

# alone: the terminal, the loop and the probe have to start.
@test "an interrupt from the terminal ends the probe and the loop around it" {
    mkfifo keys
    exec {keys}<>keys
    echo 'while :; do mpdisc-probe -l -w 60 _none._tcp; done' >loop
    spawn h script sh -c 'exec script -q -e -c "exec bash loop" -E never terminal <keys'
    await 20 waits_on h mpdisc-probe
    printf '\003' >&"$keys"
    finish script
    same 130 "$exit_code"
}

@test "programs that are started without standard streams keep their sockets apart" {
    on h sh -c 'exec mpdisc-provider -v -t _http._tcp -p 80 -n bare 0<&- >&- 2>&-' 3>&- &
    await 5 found h "bare" -l
    offer h second
    finds h "bare second" -l
    # The log did not go into a socket.
    matches $'drop-malformed\t0' "$(on h mpdisc-probe --status -f tsv)"
    code=0
    on h sh -c 'exec mpdisc-probe -l >&-' 2>errors || code=$?
    same 3 "$code"
    on h sh -c 'exec mpdisc-probe -l -f "{name}" 0<&- 2>&-' | sort >names
    same $'bare\nsecond' "$(<names)"
}

# with_system_log HOST LABEL COMMAND...: like spawn(), with a /dev/log whose messages go to the file
# "messages".
with_system_log() {
    local host=$1 label=$2
    shift 2
    # shellcheck disable=SC2016 # for perl
    spawn "$host" "$label" unshare -m perl -MSocket -e '
        system(qw(mount -t tmpfs none /dev)) == 0 or die;
        socket(my $log, AF_UNIX, SOCK_DGRAM, 0) or die;
        bind($log, pack_sockaddr_un("/dev/log")) or die;
        my $child = fork // die;
        exec @ARGV or die if $child;
        open(my $messages, ">", "messages") or die;
        while (defined recv($log, my $message, 65536, 0)) {
            syswrite($messages, "$message\n");
        }' "$@"
}

@test "with --syslog the log's lines go to the system's log" {
    service=(-t _http._tcp -p 80 -n a)
    spawn h plain mpdisc-provider "${service[@]}"
    await_log plain '^role: '
    stop plain
    with_system_log h a mpdisc-provider --syslog "${service[@]}"
    await 5 found h "a" -l
    stop a
    same 0 "$exit_code"
    await 5 grep -q 'stopped$' messages
    same "$(<plain.log)" "$(sed -E 's/^<30>(.* )?mpdisc-provider\[[0-9]+\]: //' messages)"
    same "" "$(<a.log)"
    # An error of the start goes to both logs.
    with_system_log h b mpdisc-provider --syslog "${service[@]}" -- /nowhere
    finish b
    same 127 "$exit_code"
    matches "^mpdisc-provider: error: cannot run '/nowhere': " "$(<b.log)"
    await 5 grep -q "cannot run '/nowhere': " messages
}

@test "with --syslog but without a system's log, lines go to stderr, and the first one says why" {
    service=(-t _http._tcp -p 80 -n a)
    spawn h plain mpdisc-provider "${service[@]}"
    await_log plain '^role: '
    stop plain
    for setting in 'true' 'perl -MSocket -e "socket(S, AF_UNIX, SOCK_DGRAM, 0);
            bind(S, pack_sockaddr_un(q(/dev/log)))"'; do
        # shellcheck disable=SC2016 # for that shell
        spawn h a unshare -m sh -c 'mount -t tmpfs none /dev && : >/dev/null || exit
            eval "$1"
            shift
            exec "$@"' sh "$setting" mpdisc-provider --syslog "${service[@]}"
        await_log a '^role: '
        stop a
        same 0 "$exit_code"
        matches "^cannot write to the system log: .*; logging to stderr$" "$(head -n 1 a.log)"
        same "$(<plain.log)" "$(tail -n +2 a.log)"
    done
}

@test "quiet and verbose say less and more" {
    spawn h a mpdisc-provider -v -t _http._tcp -p 80 -n a
    await_log a '^role: primary$'
    spawn h b mpdisc-provider -q -t _http._tcp -p 80 -n b
    await_log a '^secondary [0-9a-f]* registered$'
    stop b
    await_log a '^secondary [0-9a-f]* left$'
    same "" "$(<b.log)"
    same "" "$(<a.out)"
}
