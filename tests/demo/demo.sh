#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# demo.sh: shows what mpdisc does, in a few seconds and on this host only. Ends with exit code 1 if
# something differs from what it tells.
set -euo pipefail

# shellcheck source=tests/demo/common.sh
. "$(dirname "$0")/common.sh"

# find_all NUMBER: searches like a client and checks that it finds this number of services.
find_all() {
    MPDISC_PORT=$port "$(dirname "$0")/discovery-client.sh" 1 || exit
    [ "$("$probe" -l -P "$port" | wc -l)" = "$1" ] || fail "the client should find $1 services"
}

find_primary() {
    local number
    for number in "${!pids[@]}"; do
        [ "$(role "$number")" != primary ] || echo "$number"
    done
}

# replaced: while the old primary hangs, another provider is primary and has all others as
# secondaries.
replaced() {
    [ "$(count_role primary)" = 2 ] && [ "$("$probe" --status -P "$port" -f tsv 2>&1 |
        grep -c '^provider')" = $((${#pids[@]} - 1)) ]
}

now_ms() {
    local us=${EPOCHREALTIME/[.,]/}
    echo $((us / 1000))
}

heading "1. Four programs on one computer each offer a service"
start_four

heading "2. The first has the discovery port: it is primary. The others registered with it"
show_roles
check_roles 3 || fail "there should be one primary and three secondaries"
show "$probe" --status -P "$port" -f table

heading "3. A client asks, and each of the four answers for itself"
find_all 4

heading "4. The same for scripts"
show "$probe" -l -P "$port" -f '{name} is at {endpoint}' _http._tcp
show "$probe" -l -P "$port" -f json -n Thermometer

heading "5. The primary is killed, as any program may be"
old=$(find_primary)
printf '$ kill -KILL %s\n' "${pids[old]}"
start_ms=$(now_ms)
kill_one "$old"
wait_until check_roles 2 || fail "nobody took over"
printf 'After %d ms another is primary, and the rest are with it:\n' $(($(now_ms) - start_ms))
show_roles
find_all 3

heading "6. The new one hangs: its deputy takes over"
hung=$(find_primary)
printf '$ kill -STOP %s\n' "${pids[hung]}"
start_ms=$(now_ms)
kill -STOP "${pids[hung]}"
wait_until replaced || fail "nobody took over"
printf 'After %d ms, though %s does not know it:\n' $(($(now_ms) - start_ms)) "${names[hung]}"
show_roles
find_all 2

heading "7. It goes on, as one of the others"
printf '$ kill -CONT %s\n' "${pids[hung]}"
kill -CONT "${pids[hung]}"
wait_until check_roles 2 || fail "there should be one primary and two secondaries"
show_roles
find_all 3

heading "Done. For more: $(basename "$provider") --help, $(basename "$probe") --help"
