#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A minimal build: its features work, missing features are refused, and it works with a full build.

# shellcheck disable=SC2154 # what bats, lab.bash and the probe set
load ../system/lab

setup() {
    open_lab
    hosts h
}

teardown() {
    close_lab
}

# refuses WORDS COMMAND...: the command prints WORDS in one line, at most with a hint at --help, and
# ends with 2.
refuses() {
    local words=$1
    shift
    run --separate-stderr on h "$@"
    same 2 "$status"
    same "" "$output"
    same 1 "$(grep -c -v "^Try '" <<<"$stderr")"
    matches "^$1: .*$words" "$stderr"
}

@test "missing features are refused" {
    service=(-t _http._tcp -p 80 -n a)
    refuses "runs no commands" mpdisc-provider "${service[@]}" -- true
    refuses "has no health checks" mpdisc-provider "${service[@]}" --check tcp
    refuses "has no health checks" mpdisc-provider "${service[@]}" --check-interval 1
    refuses "has no health checks" mpdisc-provider "${service[@]}" --wait-for-port
    refuses "--config" mpdisc-provider --config /dev/null
    refuses "--config-dir" mpdisc-provider --config-dir /
    refuses "--syslog" mpdisc-provider "${service[@]}" --syslog
    refuses "--ready-fd" mpdisc-provider "${service[@]}" --ready-fd 3
    refuses "--status" mpdisc-probe --status
    refuses "--hosts" mpdisc-probe --hosts
    refuses "this build needs an address" mpdisc-probe --to localhost
    refuses "--trace" mpdisc-probe --trace
    refuses "--watch" mpdisc-probe --watch
    refuses "--watch" mpdisc-probe --watch --exec true
    refuses "--wait" mpdisc-probe --wait
    refuses "--gone" mpdisc-probe --gone
    refuses "--no-header needs the format table" mpdisc-probe --no-header
    for format in table json openmetrics '{name}'; do
        refuses "only tsv and sh" mpdisc-probe -f "$format"
    done
}

@test "long options are not guessed" {
    refuses "unknown option '--loc'" mpdisc-probe --loc
    refuses "unknown option '--locla'" mpdisc-probe --locla
}

@test "the help names the missing features and describes the others" {
    run -0 on h mpdisc-provider --help
    matches 'no --config, --check, --syslog, --ready-fd or COMMAND' "$output"
    [[ $output != *"[-- COMMAND"* ]]
    run -0 on h mpdisc-probe --help
    matches 'no --watch, --wait, --gone, --hosts, --status or --trace' "$output"
    [[ $output != *"template"*"{name}"* ]]
}

# listed PROGRAM: prints the options in its help, one in each line, with their last name and value.
listed() {
    on h "$1" --help | sed -n 's/^  *\(-.*[^ ]\)   *.*/\1/p' | sed 's/^-., //'
}

@test "the help lists the options that are accepted, and no others" {
    for program in mpdisc-provider mpdisc-probe; do
        run -0 listed "$program"
        [ "${#lines[@]}" -ge 16 ]
        [[ $output != *--config* && $output != *--syslog* && $output != *--ready-fd* && $output != *--status* && $output != *--hosts* && $output != *--trace* ]]
        [[ $output != *--watch* && $output != *--exec* && $output != *--lost-after* ]]
        for option in "${lines[@]}"; do
            # An option with a value refuses a wrong one; an option without a value is skipped, and
            # the next argument is refused.
            read -r name value <<<"$option"
            run --separate-stderr on h "$program" "$name" ${value:+"tsv"} --version
            [[ $stderr != *"unknown option"* && $stderr != *"this build"* ]]
        done
    done
    run -0 on h mpdisc-probe --help
    matches '--format FORMAT +print tsv \(default\) or sh' "$output"
}

@test "several providers are found, in both formats" {
    offer h one -a path=/x
    offer h two
    probe h -l
    same 0 "$status"
    same $'one\t_http._tcp\th\t127.0.0.1\t8080\tprimary\tpath=/x
two\t_http._tcp\th\t127.0.0.1\t8080\tsecondary\t' "$(sort <<<"$output")"
    probe h -l -1 -f sh -n one
    same 0 "$status"
    eval "$output"
    same "one h 8080 /x" "$MPDISC_NAME $MPDISC_HOST $MPDISC_PORT $MPDISC_ATTR_path"
    probe h -l -n three -w 0.2
    same 1 "$status"
    same 2 "$(on h mpdisc-probe -l -0 | tr -cd '\000' | wc -c)"
}

@test "another provider takes the port when the primary is killed" {
    offer h one
    offer h two
    kill_hard one
    await 5 has_role two primary
    probe h -l
    same $'two\t_http._tcp\th\t127.0.0.1\t8080\tprimary\t' "$output"
}

@test "hosts find each other over a cable, by both families, with a key and without" {
    hosts g
    cable h eth0 192.0.2.1/24 g eth0 192.0.2.2/24
    (umask 077 && printf '%064d\n' 1 >key)
    offer h one
    offer h two -P 7000 -k key
    probe g -4
    same one "$(cut -f 1 <<<"$output")"
    probe g -6 -c 1
    matches $'^one\t_http._tcp\th\tfe80::[0-9a-f:]+%eth0\t8080\t' "$output"
    probe g -P 7000 -k key
    same two "$(cut -f 1 <<<"$output")"
    probe g -P 7000 -w 0.2
    same 1 "$status"
}

@test "errors of the system are told by their number" {
    run --separate-stderr on h mpdisc-probe -k missing
    same 2 "$status"
    same "mpdisc-probe: missing: error 2" "$stderr"
}

@test "a key file that others can read, or a directory in its place, is refused" {
    printf '%064d\n' 1 >key
    chmod 644 key
    run --separate-stderr on h mpdisc-probe -k key
    same 2 "$status"
    matches '^mpdisc-probe: key: other users can access it' "$stderr"
    run --separate-stderr on h mpdisc-probe -k .
    same 2 "$status"
    matches '^mpdisc-probe: \.: it is not a regular file' "$stderr"
}
