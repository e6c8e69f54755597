#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --watch --exec: a command for each event.

# shellcheck disable=SC2154,SC2016 # what bats and lab.bash set; text for other shells
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# exec_watch COMMAND...: runs COMMAND for each event.
exec_watch() {
    spawn h w mpdisc-probe -l --watch _http._tcp --exec "$@"
}

# has_run PATTERN: commands have written such a line into the file events.
has_run() {
    grep -q -e "$1" events 2>/dev/null
}

@test "a command gets the service in its environment, and its arguments unchanged" {
    export MPDISC_ATTR_old=old
    exec_watch sh -c 'echo "$MPDISC_EVENT $MPDISC_NAME $MPDISC_PORT $MPDISC_ATTR_path" \
        "${MPDISC_ATTR_old-none} $# $1 $(wc -c)" >>events' sh '$(id) *' --time
    offer h a -a path=/x
    await 5 has_run '^added'
    stop a
    await 5 has_run '^removed'
    same 'added a 8080 /x none 2 $(id) * 0
removed a 8080 /x none 2 $(id) * 0' "$(<events)"
    same "" "$(<w.out)$(<w.log)"
    stop w
    same 0 "$exit_code"
}

@test "what commands print comes through, and --time tells them the time" {
    spawn h w mpdisc-probe -l --watch --time --exec sh -c 'echo "at $MPDISC_TIME"; echo error >&2'
    offer h a
    await 5 grep -q -E '^at 20..-..-..T..:..:..[.]...Z$' w.out
    await 5 grep -q '^error$' w.log
}

@test "commands of one service run in order, and commands of others do not wait" {
    exec_watch sh -c 'echo "begin $MPDISC_EVENT $MPDISC_NAME" >>events
        [ "$MPDISC_NAME" = b ] || until [ -e go ]; do sleep 0.02; done
        echo "end $MPDISC_EVENT $MPDISC_NAME" >>events'
    offer h b
    await 5 has_run 'end added b'
    offer h a
    await 5 has_run 'begin added a'
    stop a
    stop b
    await 5 has_run 'end removed b'
    run ! has_run 'removed a'
    touch go
    await 5 has_run 'end removed a'
    same 'begin added a,end added a,begin removed a,end removed a' \
        "$(grep ' a$' events | paste -s -d ,)"
}

@test "a service that comes and goes before its turn is not told" {
    exec_watch sh -c 'echo "$MPDISC_EVENT $MPDISC_NAME" >>events
        until [ -e go ]; do sleep 0.02; done'
    # Each of these holds one of the places.
    for number in 1 2 3 4 5 6 7 8; do launch h "a$number"; done
    for number in 1 2 3 4 5 6 7 8; do await 5 has_run "added a$number"; done
    spawn h told mpdisc-probe -l --watch -f '{event} {name}'
    offer h brief
    await 5 grep -q 'added brief' told.out
    stop brief
    await 5 grep -q 'removed brief' told.out
    offer h last
    await 5 grep -q 'added last' told.out
    touch go
    await 5 has_run 'added last'
    same "" "$(grep brief events)"
}

@test "a command that never ends holds up no other service, even if many have its name" {
    # Each provider has the same name; together they take all places of events that wait.
    for number in {0..65}; do
        spawn h "same$number" mpdisc-provider -t _http._tcp -p "$((8000 + number))" -n same
    done
    await 10 registered h 65
    exec_watch sh -c 'echo "$MPDISC_EVENT $MPDISC_NAME $MPDISC_PORT" >>events
        ! mkdir first 2>/dev/null || exec sleep 300'
    await 5 has_run 'added same'
    offer h other
    await 5 has_run 'added other'
}

@test "a command that fails is named, and the watch goes on" {
    exec_watch sh -c '[ "$MPDISC_NAME" != bad ] || exit 7; kill -KILL $$'
    offer h bad
    await_log w "the command for 'bad' _http._tcp (added) exited with status 7\$"
    offer h killed
    await_log w "the command for 'killed' _http._tcp (added) was killed by signal 9\$"
    stop w
    same 0 "$exit_code"
    same 2 "$(wc -l <w.log)"
}

@test "a command that does not exist is refused before any event" {
    run -127 --separate-stderr on h timeout 5 mpdisc-probe -l --watch --exec /nowhere
    same "mpdisc-probe: cannot run '/nowhere': No such file or directory" "$stderr"
    run -126 --separate-stderr on h timeout 5 mpdisc-probe -l --watch --exec /
    same "mpdisc-probe: cannot run '/': Permission denied" "$stderr"
    run -127 --separate-stderr on h timeout 5 mpdisc-probe -l --watch --exec no-such-command
    same "mpdisc-probe: cannot run 'no-such-command': No such file or directory" "$stderr"
}

@test "a command that cannot be started for a moment is named, and the watch goes on" {
    printf '#!/bin/sh\necho "$MPDISC_NAME" >>events\n' >reload
    chmod +x reload
    exec_watch -- ./reload
    offer h a
    await 5 has_run a
    mv reload away
    offer h b
    await_log w "command for 'b' _http._tcp (added) could not be started: No such file or directory\$"
    mv away reload
    offer h c
    await 5 has_run c
    stop w
    same 0 "$exit_code"
}

@test "a signal ends it while nobody reads its messages" {
    mkfifo pipe
    # shellcheck disable=SC2034 # held open
    exec {full}<>pipe
    dd if=/dev/zero of=pipe bs=4096 oflag=nonblock status=none 2>/dev/null || true
    spawn h w sh -c 'exec mpdisc-probe --watch --exec true 2>pipe'
    # This one starts later and says the same.
    spawn h other mpdisc-probe --watch --exec true
    await_log other 'only this host was asked'
    stop w
    same 0 "$exit_code"
}

@test "it ends when nobody reads what its commands print" {
    mkfifo pipe
    spawn h reader cat pipe
    spawn h w sh -c 'exec mpdisc-probe -l --watch --exec echo told >pipe'
    offer h a
    await 5 grep -q told reader.out
    is_running w
    stop reader
    finish w
    same 3 "$exit_code"
    same "" "$(<w.log)"
}

# is_running LABEL
is_running() {
    ! has_ended "${pid[$1]}"
}

@test "a signal lets running commands end, and starts no other" {
    offer h a
    exec_watch sh -c 'echo "begin $MPDISC_EVENT" >>events
        until [ -e go ]; do sleep 0.02; done; echo end >>events'
    await 5 has_run begin
    signal w TERM
    await 5 has_no_sockets w
    stop a
    is_running w
    touch go
    finish w
    same 0 "$exit_code"
    same $'begin added\nend' "$(<events)"
}

@test "a second signal ends it at once" {
    offer h a
    exec_watch sh -c 'echo begin >>events; until [ -e go ]; do sleep 0.02; done; echo end >>events'
    await 5 has_run begin
    signal w INT
    await 5 has_no_sockets w
    stop w INT
    same 0 "$exit_code"
    touch go
    await 5 has_run end
}

# has_no_sockets LABEL: the process has closed its sockets.
has_no_sockets() {
    [ -z "$(find "/proc/${pid[$1]}/fd" -lname 'socket:*')" ]
}
