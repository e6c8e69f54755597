#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# demo.sh: shows what mpdisc does on Windows, as far as Wine can show it: four providers, two of
# which are killed; probes; and a provider that runs a command. with-wine.sh runs it. Exits with 1 if
# anything goes wrong.
#
# MPDISC_BIN: the directory of mpdisc-provider.exe and mpdisc-probe.exe
set -euo pipefail

made=${MPDISC_BIN:?}
MPDISC_BIN=$(mktemp -d)
MPDISC_PORT=${MPDISC_PORT:-16738}
# A console sends Ctrl-C. Wine sends it for an interrupt.
MPDISC_STOP=INT
export MPDISC_BIN MPDISC_PORT MPDISC_STOP
for name in mpdisc-provider mpdisc-probe; do
    printf '#!/bin/sh\nexec wine "%s" "$@"\n' "$made/$name.exe" >"$MPDISC_BIN/$name"
    chmod +x "$MPDISC_BIN/$name"
done

# shellcheck source=tests/demo/common.sh
. "$(dirname "$0")/../demo/common.sh"

# find_all NUMBER: searches as a client, and checks that it found this many and that the list is
# complete.
find_all() {
    local found
    print_command "$probe" -l -P "$port" -f tsv
    found=$("$probe" -l -P "$port" -f tsv) || fail "the list should be complete"
    printf '%s\n' "$found"
    [ "$(printf '%s\n' "$found" | wc -l)" = "$1" ] || fail "the client should find $1 services"
}

find_secondary() {
    local number
    for number in "${!pids[@]}"; do
        [ "$(role "$number")" = primary ] || { echo "$number"; return; }
    done
}

# is_known SECONDARIES: whether this many are registered.
is_known() {
    [ "$("$probe" --status -P "$port" -f tsv 2>&1 | grep -c '^provider.*secondary')" = "$1" ]
}

heading "1. Four providers: one is primary, and the others register with it"
start_four
show_roles
check_roles 3 || fail "there should be one primary and three secondaries"
show "$probe" --status -P "$port" -f table

heading "2. A client finds them all"
find_all 4

heading "3. The primary is killed"
old=$(find_primary)
start=${EPOCHREALTIME/[.,]/}
kill_one "$old"
wait_until check_roles 2 || fail "nobody took over"
printf 'After %d ms another is primary:\n' $(((${EPOCHREALTIME/[.,]/} - start) / 1000))
show_roles
find_all 3

heading "4. A secondary is killed"
old=$(find_secondary)
start=${EPOCHREALTIME/[.,]/}
kill_one "$old"
wait_until is_known 1 || fail "the primary should find out"
printf 'After at most %d ms its primary knows:\n' $(((${EPOCHREALTIME/[.,]/} - start) / 1000))
find_all 2

heading "5. The new primary leaves, by Ctrl-C"
stop_one "$(find_primary)" || fail "it ended with exit code $?"
wait_until check_roles 0 || fail "nobody took over"
find_all 1

heading "6. A provider runs a command, and ends as it ends"
"$provider" -q -t _mpdisc-demo._udp -p 9 -n "While it runs" -i lo -P "$port" -- \
    "$made/mpdisc-probe.exe" -l -P "$port" -f '{name}: {port}' _mpdisc-demo._udp ||
    fail "the command should find its own provider"
code=0
"$provider" -q -t _mpdisc-demo._udp -p 9 -i lo -P "$port" -- "$made/mpdisc-probe.exe" \
    -l -P "$port" -w 0.2 _none._udp 2>/dev/null || code=$?
[ "$code" = 1 ] || fail "it should end with the command's exit code 1, not $code"

heading "7. Names of any script come through; a client asks all networks"
name='Größe "7" \ 度 %PATH% *'
"$provider" -q -t _mpdisc-demo._udp -p 9 -n "$name" -P "$port" &
pids[9]=$!
names+=([9]="Names")
wait_until "$probe" -l -1 -P "$port" -w 0.1 _mpdisc-demo._udp >/dev/null 2>&1
found=$("$probe" -P "$port" -f json -n "$name") || fail "it should be found by its name"
printf '%s\n' "$found"

heading "Done"
stop_all
pids=()
rm -rf "$MPDISC_BIN"
