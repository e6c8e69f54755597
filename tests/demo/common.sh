# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by the scripts in this directory: starts four providers on this host only, on a separate
# discovery port, and knows their roles.
#
# MPDISC_BIN: the programs' directory (default: build/ of this source tree)
# MPDISC_PORT: the discovery port (default: 16737)
# MPDISC_STOP: the signal that ends a provider cleanly (default: TERM)

# shellcheck source=tests/demo/stage.sh
. "$(dirname "${BASH_SOURCE[0]}")/stage.sh"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=${MPDISC_BIN:-$root/build}
port=${MPDISC_PORT:-16737}
provider=$bin/mpdisc-provider
probe=$bin/mpdisc-probe

names=(Web Files Printer Sensor)
types=(_http._tcp _smb._tcp _ipp._tcp _mqtt._tcp)
ports=(8080 445 631 1883)
attributes=(path=/admin guest color unit=C)
pids=()
logs=

# role NUMBER: prints the current role of that provider; empty before it has one.
role() {
    local line last=
    while read -r line; do
        [[ $line != 'role: '* ]] || last=${line#role: }
    done <"$logs/$1"
    echo "$last"
}

# is_ready NUMBER: that provider has a role.
is_ready() {
    [ -n "$(role "$1")" ]
}

start_four() {
    [ -x "$provider" ] || fail "there is no $provider: run make first"
    ! "$probe" --status -P "$port" -w 0.2 >/dev/null 2>&1 ||
        fail "port $port is in use; MPDISC_PORT=N takes another"
    logs=$(mktemp -d)
    trap 'end_show $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    local number command
    for number in 0 1 2 3; do
        command=("$provider" -i lo -P "$port" -t "${types[number]}" -p "${ports[number]}"
            -n "${names[number]}" -a "${attributes[number]}")
        print_command "${command[@]}"
        : >"$logs/$number"
        "${command[@]}" 2>"$logs/$number" &
        pids[number]=$!
        wait_until is_ready "$number" || fail "${names[number]} found no role"
    done
}

show_roles() {
    local number
    for number in "${!pids[@]}"; do
        printf '  %-9s%s\n' "${names[number]}" "$(role "$number")"
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

# find_primary: prints the number of the primary.
find_primary() {
    local number
    for number in "${!pids[@]}"; do
        [ "$(role "$number")" != primary ] || echo "$number"
    done
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

# end_show EXIT_CODE: stops the providers. After a failure shows what they said.
end_show() {
    stop_all
    [ "$1" != 1 ] || tail -n 5 "$logs"/* >&2
    rm -rf "$logs"
}
