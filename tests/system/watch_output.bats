#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --watch: what it prints in each format, and how it ends.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# has_line LABEL PATTERN: the output has such a line.
has_line() {
    grep -q -e "$2" "$1.out"
}

# watch LABEL [OPTION...]: starts a watch of the host itself.
watch() {
    spawn h "$1" mpdisc-probe -l --watch "${@:2}"
}

@test "tsv and json tell a first picture and what follows, each line at once" {
    offer h a -a path=/x
    watch tsv -f tsv
    watch json -f json
    await 5 has_line tsv '^synced$'
    await 5 has_line json '"synced"'
    offer h b
    await 5 has_line tsv '^added.b'
    await 5 has_line json '"added","name":"b"'
    stop b
    await 5 has_line tsv '^removed.b'
    await 5 has_line json '"removed","name":"b"'
    same $'added\ta\t_http._tcp\th\t127.0.0.1\t8080\tprimary\tpath=/x
synced
added\tb\t_http._tcp\th\t127.0.0.1\t8080\tsecondary\t
removed\tb\t_http._tcp\th\t127.0.0.1\t8080\tsecondary\t' "$(<tsv.out)"
    same $'added a /x\nsynced null null\nadded b null\nremoved b null' \
        "$(jq -r '"\(.event) \(.name) \(.attributes.path)"' json.out)"
    for label in tsv json; do
        stop "$label"
        same 0 "$exit_code"
        same "" "$(<"$label.log")"
    done
}

@test "a killed secondary is told" {
    offer h a
    offer h b
    watch w -f '{event} {name}'
    await 5 has_line w 'added b'
    kill_hard b
    await 5 has_line w 'removed b'
    same $'added a\nadded b\nremoved b' "$(sort w.out)"
}

@test "only what matches is told" {
    watch w -f '{event} {name}' -n b _http._tcp
    offer h a
    offer h b
    await 5 has_line w 'added b'
    stop a
    stop b
    await 5 has_line w 'removed b'
    same $'added b\nremoved b' "$(<w.out)"
}

@test "a loop of a shell evaluates the events" {
    watch w -f sh
    offer h a -a path=/x
    await 5 has_line w added
    stop a
    await 5 has_line w removed
    # shellcheck disable=SC2154 # set by eval
    while IFS= read -r line; do
        eval "$line"
        [ "$MPDISC_EVENT" = synced ] || echo "$MPDISC_EVENT $MPDISC_NAME $MPDISC_ATTR_path"
    done <w.out >events
    same $'added a /x\nremoved a /x' "$(<events)"
}

@test "each format has the time of the event" {
    offer h a
    time='20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z'
    local -A pattern=([tsv]="^added.$time.a." [json]="\"time\":\"$time\",\"name\":\"a\"" \
        [sh]="MPDISC_EVENT='added' MPDISC_TIME='$time'" [table]="^[+]  $time  a ")
    for format in "${!pattern[@]}"; do
        watch "$format" -f "$format" --time
    done
    watch template -f '{time} {event}'
    pattern[template]="^$time added\$"
    for format in "${!pattern[@]}"; do
        await 5 grep -q -E -e "${pattern[$format]}" "$format.out"
    done
}

@test "a watch without a network says so, and goes on" {
    hosts g
    on h ip link add e0 type veth peer name e0 netns "${host_pid[g]}"
    set_up g e0 192.0.2.2/24
    spawn h all mpdisc-probe --watch -f '{event} {name}'
    spawn h one mpdisc-probe --watch -f '{event} {name}' -i e0
    await_log all '^mpdisc-probe: only this host was asked: no network interface is up with an address$'
    await_log one "^mpdisc-probe: no request could be sent: the interface is down or has no address: 'e0'\$"
    set_up h e0 192.0.2.1/24
    offer g a
    for label in all one; do
        await 10 has_line "$label" '^added a$'
        same 1 "$(wc -l <"$label.log")"
    done
}

@test "SIGINT, SIGTERM and SIGHUP end it with 0" {
    for name in INT TERM HUP; do
        watch w
        await 5 has_line w '^synced$'
        stop w "$name"
        same 0 "$exit_code"
    done
}

@test "a signal ends it while nobody reads its output" {
    offer h a
    mkfifo pipe
    # shellcheck disable=SC2034 # held open
    exec {full}<>pipe
    dd if=/dev/zero of=pipe bs=4096 oflag=nonblock status=none 2>/dev/null || true
    spawn h w sh -c 'exec mpdisc-probe -l --watch -f tsv >pipe'
    await 5 is_blocked w
    stop w
    same 0 "$exit_code"
}

# is_blocked LABEL: the process waits for a pipe.
is_blocked() {
    grep -q pipe "/proc/${pid[$1]}/wchan"
}

@test "it ends when its reader does" {
    offer h a
    same added "$(on h timeout 5 mpdisc-probe -l --watch -f '{event}' | head -n 1)"
    # It has nothing to write, but it notices.
    mkfifo pipe
    spawn h reader cat pipe
    spawn h w sh -c 'exec mpdisc-probe -l --watch -n none -f json >pipe'
    await 5 has_line reader synced
    stop reader
    finish w
    same 3 "$exit_code"
    same "" "$(<w.log)"
}

@test "a table has its header before there is a service" {
    spawn h script script -q -e -f -E never terminal -c 'exec mpdisc-probe -l --watch'
    await 5 grep -q $'^\x1b\\[1m   NAME  *TYPE  *HOST  *ADDRESS  *PORT  *ROLE  *ATTRIBUTES' terminal
    offer h a
    await 5 grep -q '127[.]0[.]0[.]1' terminal
    same 1 "$(grep -c NAME terminal)"
}

# on_terminal VARIABLE...: runs a watch on a terminal with these variables until it has told a
# service. Its output goes to the file terminal.
on_terminal() {
    rm -f terminal
    spawn h script script -q -e -f -E never terminal \
        -c "env $* sh -c 'echo \$\$ >watch.pid; exec mpdisc-probe -l --watch'"
    await 5 grep -q '127[.]0[.]0[.]1' terminal
    kill -INT "$(<watch.pid)"
    finish script
    same 0 "$exit_code"
}

@test "rows are coloured on a terminal, unless that is refused" {
    offer h a
    esc=$'\x1b'
    on_terminal TERM=xterm
    matches "${esc}\\[32m\\+  a .*8080  primary${esc}\\[0m" "$(<terminal)"
    for refusal in 'TERM=xterm NO_COLOR=1' TERM=dumb '-u TERM'; do
        on_terminal "$refusal"
        same "" "$(grep "$esc" terminal)"
    done
    on_terminal TERM=xterm NO_COLOR=
    matches "$esc" "$(<terminal)"
    watch file -f table
    await 5 has_line file '127[.]0[.]0[.]1'
    same "" "$(grep "$esc" file.out)"
}
