#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --wait and --gone.

# shellcheck disable=SC2154,SC2016 # what bats and lab.bash set; text for other shells
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# is_running LABEL
is_running() {
    ! has_ended "${pid[$1]}"
}

@test "--wait ends when the service appears, and prints it" {
    spawn h w mpdisc-probe -l --wait -w 0 -n b -f '{name} {port}' _http._tcp
    offer h a
    finds h "a" -l
    is_running w
    launch h b
    finish w
    same 0 "$exit_code"
    same "b 8080" "$(<w.out)"
    same "" "$(<w.log)"
    # It is there already.
    run -0 --separate-stderr on h mpdisc-probe -l --wait -n b -f '{name}'
    same b "$output"
}

@test "--wait does not look from time to time" {
    local clock='echo "${EPOCHREALTIME/[.,]/}"' delays=()
    for _ in 1 2 3 4 5; do
        spawn h w bash -c "mpdisc-probe -l --wait -w 0 >/dev/null; $clock"
        sleep_until_synced
        spawn h a bash -c "$clock; exec mpdisc-provider -t _http._tcp -p 8080"
        finish w
        delays+=($(($(<w.out) - $(<a.out))))
        stop a
    done
    median=$(printf '%s\n' "${delays[@]}" | sort -n | sed -n 3p)
    at_most 40000 "$median" "median microseconds from a provider's start to the end of --wait"
}

# sleep_until_synced: waits for as long as a watch takes for its first picture.
sleep_until_synced() {
    spawn h first mpdisc-probe -l --watch
    await 5 grep -q synced first.out
    stop first
}

@test "--wait -c N waits for N services at the same time" {
    spawn h w mpdisc-probe -l --wait -w 0 -c 2 -f '{name}'
    offer h a
    await 5 found h "a" -l
    is_running w
    launch h b
    finish w
    same 0 "$exit_code"
    same $'a\nb' "$(sort w.out)"
}

@test "--wait prints no more than -c or -1 asks for" {
    printf '[service]\nname = %s\ntype = _http._tcp\nport = 80\n' a b c >three.conf
    spawn h three mpdisc-provider -c three.conf
    await_log three '^role: '
    for arguments in "3" "3 -c 3" "2 -c 2" "1 -1" "1 -c 1" "1 -c 3 -1"; do
        # shellcheck disable=SC2086 # words
        run -0 --separate-stderr on h mpdisc-probe -l --wait ${arguments#?} -f '{name}'
        same "${arguments%% *}" "${#lines[@]}" || { echo "of: $arguments"; return 1; }
        same "" "$stderr"
    done
}

@test "--wait gives up at the time-out" {
    run -1 --separate-stderr on h mpdisc-probe -l --wait -w 0.3
    same "" "$output"
    same "mpdisc-probe: no services found" "$stderr"
    offer h a
    run -1 --separate-stderr on h mpdisc-probe -l --wait -w 0.3 -c 2
    same "" "$output"
    same "mpdisc-probe: services found: 1, asked for: 2" "$stderr"
    # shellcheck disable=SC2016 # for that shell
    run -0 on h sh -c 'MPDISC_NAME=old
        eval "$(mpdisc-probe -l --wait -w 0.2 -f sh -n none 2>/dev/null)" ||
            echo "$? ${MPDISC_NAME-none}"'
    same "1 none" "$output"
}

@test "--wait and --gone say when the first picture is complete that there is no network" {
    on h ip link add e0 type veth peer name e1
    offer h a
    no_link='mpdisc-probe: only this host was asked: no network interface is up with an address'
    spawn h wait mpdisc-probe --wait -w 0 -n none
    spawn h one mpdisc-probe --wait -w 0 -i e0
    spawn h gone mpdisc-probe --gone -w 0
    await_log wait "^$no_link\$"
    await_log one "^mpdisc-probe: no request could be sent: the interface is down or has no address: 'e0'\$"
    await_log gone "^$no_link\$"
    # They say it once, also if the time-out comes first.
    for seconds in 0.1 1; do
        run -1 --separate-stderr on h mpdisc-probe --wait -w "$seconds" -n none
        same "$no_link"$'\nmpdisc-probe: no services found' "$stderr"
    done
    run -0 --separate-stderr on h mpdisc-probe --wait
    same "" "$stderr"
}

@test "--gone ends at once if nothing matches, and else when the last service goes" {
    run -0 --separate-stderr on h mpdisc-probe -l --gone
    offer h a
    offer h b
    run -0 --separate-stderr on h mpdisc-probe -l --gone -n c
    same "" "$output$stderr"
    spawn h w mpdisc-probe -l --gone -w 0 -n b
    spawn h fewer mpdisc-probe -l --gone -w 0 -c 2
    spawn h all mpdisc-probe -l --gone -w 0
    sleep_until_synced
    is_running w
    is_running fewer
    kill_hard b
    for label in w fewer; do
        finish "$label"
        same 0 "$exit_code"
    done
    is_running all
    stop a
    finish all
    same 0 "$exit_code"
    same "" "$(<all.out)$(<all.log)"
}

@test "--gone gives up at the time-out" {
    offer h a
    run -1 --separate-stderr on h mpdisc-probe -l --gone -w 0.5
    same "" "$output"
    same "mpdisc-probe: services still there: 1" "$stderr"
}

@test "--gone is not certain of a host that is known but silent, and names it" {
    hosts g
    switch s
    plug h eth0 s 192.0.2.1/24
    plug g eth0 s 192.0.2.2/24
    offer h a
    offer g files
    await 10 lists_neighbour
    signal files STOP
    run -1 --separate-stderr on h mpdisc-probe --gone -w 3 -n files
    same "" "$output"
    matches 'some hosts have not answered in full: .*192\.0\.2\.2 on eth0' "$stderr"
    signal files CONT
    await 10 lists_neighbour
    signal files STOP
    start_us=$(now_us)
    run -0 --separate-stderr on h mpdisc-probe --gone -w 20 --lost-after 3 -n files
    same "" "$output$stderr"
    [ $(($(now_us) - start_us)) -ge 3000000 ]
}

# lists_neighbour: the primary of h knows g.
lists_neighbour() {
    is_settled h && on h mpdisc-probe --hosts -f tsv | grep -q -F 192.0.2.2
}

@test "--gone is not certain of anything as long as nobody can be asked" {
    hosts g
    on h ip link add e0 type veth peer name e0 netns "${host_pid[g]}"
    set_up g e0 192.0.2.2/24
    run -1 --separate-stderr on h mpdisc-probe --gone -w 2 -i e0
    same "" "$output"
    same "mpdisc-probe: no request could be sent: the interface is down or has no address: 'e0'
mpdisc-probe: there is no network to ask" "$stderr"
    spawn h w mpdisc-probe --gone -w 0 -i e0
    set_up h e0 192.0.2.1/24
    finish w
    same 0 "$exit_code"
}

@test "--gone is not certain of anything before this host has a network" {
    hosts g
    on h ip link add e0 type veth peer name e0 netns "${host_pid[g]}"
    set_up g e0 192.0.2.2/24
    offer g files
    run -1 --separate-stderr on h mpdisc-probe --gone -w 1 -n files
    same "mpdisc-probe: only this host was asked: no network interface is up with an address
mpdisc-probe: there is no network to ask" "$stderr"

    spawn h w mpdisc-probe --gone -w 0 -n files
    await_log w 'only this host was asked'
    set_up h e0 192.0.2.1/24
    await 5 on h mpdisc-probe -n files
    is_running w
    stop files
    finish w
    same 0 "$exit_code"
}
