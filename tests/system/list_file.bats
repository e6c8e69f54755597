#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --output: a file that has the whole list, and the command that runs when it changes.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# keep [OPTION...]: keeps the file "list" up to date with the names of this host's services.
keep() {
    spawn h keeper mpdisc-probe -l --watch --output list -f '{name}' "$@"
}

# has_seen TEXT: the command has written this to the file "seen".
has_seen() {
    same "$1" "$(cat seen 2>/dev/null)" >/dev/null
}

# has_searched COUNT: the program "repeater", which traces, has sent so many requests at least.
has_searched() {
    [ "$(grep -c REQUEST repeater.log)" -ge "$1" ]
}

# lists NAME...: the file has exactly these lines.
lists() {
    [ -e list ] && same "$(printf '%s\n' "$@")" "$(<list)" >/dev/null
}

@test "a search writes the whole list once, sorted" {
    offer h b
    offer h a
    on h mpdisc-probe -l --output list -f '{name} {port}'
    same $'a 8080\nb 8080' "$(<list)"
    on h mpdisc-probe -l --output list
    same $'a\t_http._tcp\nb\t_http._tcp' "$(cut -f 1,2 list)"
}

@test "a search that finds nothing writes an empty list" {
    offer h a
    echo old >list
    run -1 on h mpdisc-probe -l --output list -n nobody
    same "" "$(<list)"
}

@test "the file that standard output or standard error goes to is refused" {
    offer h a
    echo before >list
    local number
    number=$(stat -c %i list)
    for name in /dev/stdout list; do
        run -2 on h bash -c "mpdisc-probe -l --output $name >>list"
        same "mpdisc-probe: bad output '$name': it is already standard output or standard error" \
            "${lines[0]}"
    done
    run -2 on h bash -c "mpdisc-probe -l --output /dev/stderr 2>>list"
    same "$number" "$(stat -c %i list)"
    same before "$(head -n 1 list)"
}

@test "repeated searches write the file, and run the command, only when the list has changed" {
    offer h a
    spawn h repeater mpdisc-probe -l --repeat 0 --interval 0.05 --output list -f '{name}' \
        --on-update 'cat list >>seen; echo . >>seen' --trace
    await 5 has_seen $'a\n.'
    local number searches
    number=$(stat -c '%i %Y' list)
    searches=$(grep -c REQUEST repeater.log)
    await 5 has_searched "$((searches + 5))"
    same "$number" "$(stat -c '%i %Y' list)"
    same $'a\n.' "$(<seen)"
    offer h b
    await 5 has_seen $'a\n.\na\nb\n.'
}

@test "a repeated search runs a command that has failed again" {
    offer h a
    # shellcheck disable=SC2016 # for the command's shell
    spawn h repeater mpdisc-probe -l --repeat 0 --interval 0.05 --output list -f '{name}' \
        --on-update 'echo . >>seen; [ "$(wc -l <seen)" -ge 3 ]' --trace
    await 5 has_seen $'.\n.\n.'
    await 5 has_searched "$(($(grep -c REQUEST repeater.log) + 5))"
    same $'.\n.\n.' "$(<seen)"
}

@test "a search that could not ask the link keeps the old list" {
    offer h a
    echo old >list
    run -4 on h mpdisc-probe --output list
    same old "$(<list)"
    [[ $output == *"mpdisc-probe: 'list' is unchanged because the list is incomplete" ]]
}

@test "an incomplete search keeps the old list, and runs no command" {
    hosts k
    cable h eth0 192.0.2.1/24 k eth0 192.0.2.2/24
    offer k a
    offer k b
    await 10 is_settled k
    kill -STOP "${pid[b]}"
    echo old >list
    run -4 on h mpdisc-probe -w 0.5 --to 192.0.2.2 --output list --on-update 'touch ran'
    same old "$(<list)"
    [ ! -e ran ]
}

@test "a watch follows the services" {
    offer h a
    keep
    await 5 lists a
    offer h b
    await 2 lists a b
    kill_hard a
    await 2 lists b
    stop b
    # A primary that has just taken over says no farewell.
    await 10 lists
    stop keeper
    same 0 "$exit_code"
    same "" "$(<keeper.log)"
}

@test "a watch writes nothing before its first picture is complete" {
    hosts k
    cable h eth0 192.0.2.1/24 k eth0 192.0.2.2/24
    on k nft 'add table inet t; add chain inet t c { type filter hook input priority 0; policy drop; }'
    echo old >list
    # A given host that is silent delays the picture for the time of --lost-after.
    spawn h keeper mpdisc-probe --watch --to 192.0.2.2 --lost-after 1.5 --output list
    sleep 1
    same old "$(<list)"
    await 5 lists
}

@test "a watch without a link keeps the old list" {
    hosts k
    cable h eth0 192.0.2.1/24 k eth0 192.0.2.2/24
    offer k far
    spawn h keeper mpdisc-probe --watch --lost-after 1 --output list -f '{name}'
    await 5 lists far
    on h ip link set eth0 down
    sleep 3
    lists far
    on h ip link set eth0 up
    sleep 1
    lists far
    stop far
    await 5 lists
}

@test "the command runs after each write, and knows the file" {
    # shellcheck disable=SC2016 # for the command
    keep --on-update 'cat "$MPDISC_OUTPUT" >>seen; echo . >>seen'
    await 5 has_seen .
    offer h a
    await 5 has_seen $'.\na\n.'
    stop a
    await 10 has_seen $'.\na\n.\n.'
}

@test "a command that is slow runs once more for all that changed meanwhile" {
    keep --settle 0 --on-update 'cat list >>seen; echo . >>seen; sleep 1'
    await 5 has_seen .
    offer h a
    offer h b
    offer h c
    await 5 has_seen $'.\na\nb\nc\n.'
}

@test "a command that fails runs again after a pause" {
    keep --on-update 'echo . >>seen; [ -e good ]'
    await 5 has_seen .
    touch good
    await 5 has_seen $'.\n.'
    # The last run was good.
    sleep 2.5
    has_seen $'.\n.'
    same 1 "$(grep -c 'exited with status 1' keeper.log)"
}

@test "a command that fails is told, and the watch goes on" {
    keep --on-update 'exit 3'
    await_log keeper "the command 'exit 3' exited with status 3"
    offer h a
    await 5 lists a
    stop keeper
    same 0 "$exit_code"
}

@test "changes within the time of --settle are written together" {
    keep --settle 1500 --on-update 'echo . >>seen'
    await 5 lists
    offer h a
    offer h b
    sleep 0.3
    lists
    await 5 lists a b
    await 5 has_seen $'.\n.'
}

@test "a watch that is killed leaves a whole file" {
    for n in {1..20}; do
        offer h "service-$n"
    done
    on h mpdisc-probe -l --output all -f json
    for _ in {1..15}; do
        spawn h keeper mpdisc-probe -l --watch --output list -f json
        sleep 0.0$((RANDOM % 9))
        kill -KILL "${pid[keeper]}"
        wait "${pid[keeper]}" || true
        [ ! -e list ] || same "$(jq .name all)" "$(jq .name list)"
    done
}

@test "mode and owner of the file stay" {
    echo old >list
    chmod 604 list
    keep
    await 5 lists
    same 604 "$(stat -c %a list)"
}

@test "a first write that fails ends the watch" {
    run -3 on h timeout 10 mpdisc-probe -l --watch --output missing/list
    same "mpdisc-probe: cannot write 'missing/list': No such file or directory" "$output"
    run -3 on h mpdisc-probe -l --watch --output .
    same "mpdisc-probe: cannot write '.': Is a directory" "$output"
}

@test "a later write that fails is told once, and tried again" {
    mkdir sub
    spawn h keeper mpdisc-probe -l --watch --output sub/list -f '{name}'
    await 5 test -e sub/list
    mv sub away
    offer h a
    await_log keeper "cannot write 'sub/list': No such file or directory"
    sleep 1.5
    mv away sub
    await 5 grep -q a sub/list
    same 1 "$(wc -l <keeper.log)"
}

@test "the shipped formats are found by their names" {
    offer h a
    MPDISC_FORMATS=$(cd "$BATS_TEST_DIRNAME/../../contrib/formats" && pwd)
    export MPDISC_FORMATS
    for file in "$MPDISC_FORMATS"/*; do
        local settings=()
        grep -q '{set\.zone}' "$file" && settings=(--set zone=example.com)
        on h mpdisc-probe -l -f "@${file##*/}" "${settings[@]}" >out
        [ -s out ]
    done
    run -2 on h mpdisc-probe -l -f @none
    same "mpdisc-probe: bad format file 'none': no format has this name" "${lines[0]}"
}

@test "a sorted table has its titles" {
    offer h b
    offer h a
    on h mpdisc-probe -l -f table --sort name >out
    same $'NAME\na\nb' "$(awk '{ print $1 }' out)"
}

# is_gone FILE: the process of that number has ended.
is_gone() {
    [ -s "$1" ] && has_ended "$(<"$1")"
}

@test "a command that a signal ends takes its own programs with it" {
    # A command that runs for too long gets this signal.
    keep --on-update 'sleep 300 & echo $! >child; kill -ALRM $$; wait'
    offer h a
    await_log keeper 'was killed by signal 14$'
    await 5 is_gone child
}
