#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# demo.sh: shows in a few seconds what mpdisc does on one host. Ends with exit code 1 if something
# differs from what it says.
set -euo pipefail

# shellcheck source=tests/demo/common.sh
. "$(dirname "$0")/common.sh"

# search NUMBER: sets `found` to the names of the services. There must be NUMBER, and one primary.
search() {
    local roles
    roles=$("$probe" -l -P "$port" --sort name -f '{name}:{role}') ||
        fail "a search ended with exit code $?"
    [ "$(wc -l <<<"$roles")" = "$1" ] || fail "a search should find $1 services"
    [ "$(grep -c ':primary$' <<<"$roles")" = 1 ] || fail "one provider should be primary"
    found=$(cut -d : -f 1 <<<"$roles" | paste -s -d , | sed 's/,/, /g')
}

# is_replaced: while the old primary hangs, another provider is primary and has all others as
# secondaries.
is_replaced() {
    [ "$(count_role primary)" = 2 ] && [ "$("$probe" --status -P "$port" -f tsv 2>&1 |
        grep -c '^provider')" = $((${#pids[@]} - 1)) ]
}

# replacement_of NUMBER: prints the number of the primary that is not this one.
replacement_of() {
    find_primary | grep -v -x "$1"
}

heading "1. Four programs offer services, on this computer alone; no daemon runs"
start_four
check_roles 3 || fail "there should be one primary and three secondaries"
[ "$(find_primary)" = 0 ] || fail "the first one should be the primary"
pause

heading "2. The first one is the primary. In a search each program answers for itself"
# Names of hosts may be long.
show "$probe" -l -P "$port" -f table | fit
search 4
pause

heading "3. The same for scripts"
show "$probe" -l -P "$port" -f '{name} is at {endpoint}' _http._tcp
pause

heading "4. The primary is killed: another program takes over at once"
old=$(find_primary)
print_command kill -9 "${pids[old]}"
start_clock
kill_one "$old"
wait_until check_roles 2 || fail "no program took over"
took_ms=$(elapsed_ms)
search 3
result "After $took_ms ms ${names[$(find_primary)]} is primary. A search finds $found."
pause

heading "5. The new primary hangs: its deputy takes over"
hung=$(find_primary)
print_command kill -STOP "${pids[hung]}"
start_clock
kill -STOP "${pids[hung]}"
wait_until is_replaced || fail "no program took over"
took_ms=$(elapsed_ms)
search 2
result "After $took_ms ms ${names[$(replacement_of "$hung")]} is primary. A search finds $found."
pause

heading "6. The program that hung goes on: it becomes a secondary"
print_command kill -CONT "${pids[hung]}"
start_clock
kill -CONT "${pids[hung]}"
wait_until check_roles 2 || fail "there should be one primary and two secondaries"
took_ms=$(elapsed_ms)
search 3
result "After $took_ms ms ${names[hung]} is a secondary. A search finds $found."
pause

heading "Next, in the directory of the Makefile:"
here=${bin#"$root"/}
suggest "$here/mpdisc-provider -t _http._tcp -p 80 -n Web &" "offer a service"
suggest "$here/mpdisc-probe" "find it"
suggest_page "mpdisc.7" "how mpdisc works"
suggest "make demo-lan" "the same on a network"
