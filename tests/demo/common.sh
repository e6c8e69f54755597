# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by the scripts in this directory: starts four providers on this host only, on a separate
# discovery port, and shows what they do.
#
# MPDISC_BIN: the programs' directory (default: build/ of this source tree)
# MPDISC_PORT: the discovery port (default: 16737)
# MPDISC_STOP: the signal that ends a provider cleanly (default: TERM)

bin=${MPDISC_BIN:-$(dirname "${BASH_SOURCE[0]}")/../../build}
port=${MPDISC_PORT:-16737}
provider=$bin/mpdisc-provider
probe=$bin/mpdisc-probe

names=("Web interface" "File server" "Printer" "Thermometer")
types=(_http._tcp _smb._tcp _ipp._tcp _mqtt._tcp)
ports=(8080 445 631 1883)
attributes=(path=/admin share=public color unit=celsius)
pids=()
logs=

fail() {
    printf '\nFAILED: %s\n' "$*" >&2
    [ -z "$logs" ] || tail -n 5 "$logs"/* >&2
    exit 1
}

heading() {
    if [ -t 1 ]; then
        printf '\n\033[1m%s\033[0m\n\n' "$*"
    else
        printf '\n%s\n\n' "$*"
    fi
}

# show COMMAND...: prints the command and its output.
show() {
    print_command "$@"
    "$@" || fail "it ended with exit code $?"
}

# print_command COMMAND...: prints the command as a user types it.
print_command() {
    local word
    printf '$ %s' "$(basename "$1")"
    for word in "${@:2}"; do
        case $word in
            *[!A-Za-z0-9_./:=,-]*) printf " '%s'" "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
}

# wait_until COMMAND...: waits at most 5 s until COMMAND succeeds.
wait_until() {
    local try
    for try in {1..500}; do
        ! "$@" || return 0
        sleep 0.01
    done
    return "$((try > 0))"
}

# role NUMBER: prints the current role of that provider; empty before it has one.
role() {
    sed -n 's/^role: //p' "$logs/$1" | tail -n 1
}

has_role() {
    [ -n "$(role "$1")" ]
}

start_four() {
    [ -x "$provider" ] || fail "there is no $provider: run make first"
    ! "$probe" --status -P "$port" -w 0.2 >/dev/null 2>&1 ||
        fail "somebody is on port $port already; MPDISC_PORT=N takes another"
    logs=$(mktemp -d)
    trap 'stop_all; rm -rf "$logs"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    local number command
    for number in 0 1 2 3; do
        command=("$provider" -t "${types[number]}" -p "${ports[number]}" -n "${names[number]}"
            -a "${attributes[number]}" -i lo -P "$port")
        print_command "${command[@]}"
        : >"$logs/$number"
        "${command[@]}" 2>"$logs/$number" &
        pids[number]=$!
        wait_until has_role "$number" || fail "${names[number]} found no role"
    done
}

show_roles() {
    local number
    for number in "${!pids[@]}"; do
        printf '  %-15s%s\n' "${names[number]}" "$(role "$number")"
    done
}

# count_role PATTERN: prints how many running providers have this role.
count_role() {
    local number count=0
    for number in "${!pids[@]}"; do
        # shellcheck disable=SC2053 # a pattern
        [[ $(role "$number") != $1 ]] || count=$((count + 1))
    done
    echo "$count"
}

# check_roles SECONDARIES: there is one primary, and it has this number of secondaries.
check_roles() {
    [ "$(count_role primary)" = 1 ] && [ "$(count_role 'secondary of *')" = "$1" ]
}

# stop_one NUMBER: ends a provider cleanly, so that it tells the others.
stop_one() {
    local code=0
    kill -s "${MPDISC_STOP:-TERM}" "${pids[$1]}" 2>/dev/null || true
    wait "${pids[$1]}" || code=$?
    unset "pids[$1]"
    return "$code"
}

# kill_one NUMBER: kills a provider, which can't tell the others.
kill_one() {
    kill -KILL "${pids[$1]}"
    # Hides the shell's line about the killed job.
    { wait "${pids[$1]}" || true; } 2>/dev/null
    unset "pids[$1]"
}

stop_all() {
    local number
    for number in "${!pids[@]}"; do
        kill -CONT "${pids[number]}" 2>/dev/null || true
        stop_one "$number" || echo "${names[number]} ended with exit code $?" >&2
    done
}
