#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Output that can't be written, and streams that are not there.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# to_closed_pipe COMMAND...: its stdout is a pipe that nobody reads.
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
        # Whoever closed it wants no more, and no complaint either.
        same "" "$(<errors)"
    done
    to_closed_pipe mpdisc-probe --status
    same 3 "$code"
    to_closed_pipe mpdisc-probe -l --repeat 0 --interval 0.1
    same 3 "$code"
    same "a" "$(on h mpdisc-probe -l --repeat 0 --interval 0 -f '{name}' 2>/dev/null | head -n 1)"
}

@test "a full device is a system error, told in one line" {
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

@test "programs that are started without standard streams keep their sockets apart" {
    on h sh -c 'exec mpdisc-provider -v -t _http._tcp -p 80 -n bare 0<&- >&- 2>&-' 3>&- &
    await 5 found h "bare" -l
    offer h second
    finds h "bare second" -l
    # Nothing of the log went into a socket.
    matches $'drop-malformed\t0' "$(on h mpdisc-probe --status -f tsv)"
    code=0
    on h sh -c 'exec mpdisc-probe -l >&-' 2>errors || code=$?
    same 3 "$code"
    on h sh -c 'exec mpdisc-probe -l -f "{name}" 0<&- 2>&-' | sort >names
    same $'bare\nsecond' "$(<names)"
}

@test "the system's log takes the lines that stderr would" {
    [ -S /dev/log ] || skip "there is no /dev/log"
    spawn h a mpdisc-provider --syslog -t _http._tcp -p 80 -n a
    await 5 found h "a" -l
    same "" "$(<a.log)"
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
