#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-provider ... -- COMMAND: advertises while the command lives.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# wrap CODE COMMAND...: runs the command under a provider; the exit code must be CODE.
wrap() {
    local code=$1
    shift
    run "-$code" --separate-stderr on h timeout 5 mpdisc-provider -t _http._tcp -p 80 -n wrapped -- "$@"
}

# wrap_in_background COMMAND...
wrap_in_background() {
    spawn h wrapped mpdisc-provider -t _http._tcp -p 80 -n wrapped -- "$@"
    await_log wrapped '^role: '
}

@test "the exit code is the command's" {
    wrap 0 true
    wrap 3 sh -c 'exit 3'
    wrap 137 sh -c 'kill -KILL $$'
    wrap 143 sh -c 'kill -TERM $$'
}

@test "the command has the provider's streams, arguments and directory" {
    # shellcheck disable=SC2016 # for that shell
    wrap 0 sh -c 'printf "%s|" "$@"; pwd; echo error >&2' sh '' 'a b' '--help' '*'
    same "|a b|--help|*|$PWD" "$output"
    matches '(^|'$'\n'')error('$'\n''|$)' "$stderr"
    on h sh -c 'echo input | mpdisc-provider -q -t _http._tcp -p 80 -- cat' >copied
    same input "$(<copied)"
    # The command gets no other descriptor of the provider.
    run on h ls /proc/self/fd
    plain=$output
    wrap 0 ls /proc/self/fd
    same "$plain" "$output"
}

@test "the service is there while the command lives, and gone after it" {
    mkfifo hold
    wrap_in_background cat hold
    finds h "wrapped" -l
    exec {hold}>hold
    finds h "wrapped" -l
    exec {hold}>&-
    finish wrapped
    same 0 "$exit_code"
    finds_nothing h -l
}

@test "signals are passed on, and the command decides" {
    for name in TERM INT HUP QUIT USR1 USR2; do
        # shellcheck disable=SC2016 # for that shell
        wrap_in_background sh -c 'trap "echo got '$name'; exit 7" '$name'
            echo ready
            while :; do sleep 0.05; done'
        await 5 grep -q ready wrapped.out
        stop wrapped "$name"
        same 7 "$exit_code"
        same $'ready\ngot '$name "$(<wrapped.out)"
    done
    # A command that ignores the signal goes on and stays advertised.
    wrap_in_background sh -c 'trap : TERM; echo ready; while :; do sleep 0.05; done'
    await 5 grep -q ready wrapped.out
    signal wrapped TERM
    finds h "wrapped" -l
    signal wrapped INT
    finish wrapped
    same 130 "$exit_code"
}

@test "the exit code shows which signal ended the command" {
    wrap_in_background sleep 60
    stop wrapped TERM
    same 143 "$exit_code"
    wrap_in_background sleep 60
    stop wrapped INT
    same 130 "$exit_code"
    same "" "$(on h ss -Hulnp "sport = :6737")"
}

@test "a missing command gives exit code 127, one that can't be run gives 126" {
    wrap 127 /nowhere/at/all
    matches "cannot run '/nowhere/at/all': No such file or directory$" "$stderr"
    PATH=${PATH%%:*}:/usr/bin:/bin wrap 127 no-such-command
    echo 'no program' >text
    wrap 126 ./text
    matches "cannot run './text': Permission denied$" "$stderr"
    wrap 126 /
}

# cannot_run CODE COMMAND...: the provider ends with CODE and logs one line with the reason.
cannot_run() {
    wrap "$@"
    matches "^mpdisc-provider: error: cannot run '$2': .+$" "$stderr"
    same 1 "${#stderr_lines[@]}"
}

@test "nothing is advertised for a command that never ran" {
    echo 'no program' >text
    mkdir directory
    # As the only provider, and next to a primary that would see its registration.
    cannot_run 127 /nowhere/at/all
    spawn h other mpdisc-provider -v -t _http._tcp -p 81 -n other
    await_log other '^role: primary$'
    cannot_run 127 ./no-such-file
    cannot_run 126 ./text
    cannot_run 126 ./directory
    cannot_run 126 ./text/below
    same 0 "$(on h mpdisc-probe --status -f tsv | awk '$2 == "registrations" { print $3 }')"
    same "" "$(grep -v -e '^role: primary$' -e '^offering ' other.log)"
    # A command that runs is advertised, and the log says so.
    wrap 0 true
    matches "(^|$'\n')offering 'wrapped' " "$stderr"
}

# in_container COMMAND...: runs a provider with that command as PID 1 of a PID namespace.
in_container() {
    on h timeout 20 unshare -p -f --mount-proc mpdisc-provider -q -t _http._tcp -p 80 -n wrapped "$@"
}

@test "as PID 1 a provider reaps the orphans of its command and passes its exit code on" {
    on h unshare -p -f --mount-proc true || skip "no PID namespaces here"
    # shellcheck disable=SC2016 # for that shell
    run -7 --separate-stderr in_container -- sh -c '
        for i in $(seq 50); do sh -c "sleep 0.2 & exit 0"; done
        sleep 1
        grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l
        exit 7'
    same 0 "$output"
}

@test "as PID 1 without a command a provider reaps orphans and ends by SIGTERM or SIGINT" {
    on h unshare -p -f --mount-proc true || skip "no PID namespaces here"
    local name
    for name in TERM INT; do
        # shellcheck disable=SC2016 # for that shell
        run -0 on h timeout 20 unshare -p -f --mount-proc sh -c '
            { for i in $(seq 50); do sh -c "sleep 0.2 & exit 0"; done
              sleep 1
              grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l >zombies
              kill -$1 1; } &
            exec mpdisc-provider -q -t _http._tcp -p 80 -n alone' sh "$name"
        same 0 "$(cat zombies)"
    done
}

@test "as PID 1 a provider passes SIGTERM and SIGINT on" {
    on h unshare -p -f --mount-proc true || skip "no PID namespaces here"
    # shellcheck disable=SC2016 # for that shell
    run -9 in_container -- sh -c 'trap "exit 9" TERM; kill -TERM 1; sleep 5 & wait'
    # shellcheck disable=SC2016 # for that shell
    run -8 in_container -- sh -c 'trap "exit 8" INT; kill -INT 1; sleep 5 & wait'
}
