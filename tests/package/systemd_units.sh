#!/bin/sh
# SPDX-License-Identifier: MIT
#
# systemd accepts the units of contrib/systemd and rates their exposure as low. Both deny the same. A
# provider that goes through all roles, and a probe that waits, make no system call that the units
# deny.
set -eu

units=contrib/systemd
unit=$units/mpdisc-provider.service
wait_unit=$units/mpdisc-wait-for@.service
bridge_unit=$units/mpdisc-to@.service
# In tenths of the scale of systemd-analyze(1): 100 is the worst.
exposure_max=15

skip() {
    echo "skipped: $*"
    exit 77
}

# --- Inside a new network ------------------------------------------------------------------------

# await COMMAND...: fails after ten seconds.
await() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 500 ] || { echo "timed out: $*"; exit 1; }
        sleep 0.02
    done
}

# offer LABEL: starts a provider with the configuration file and traces its system calls to
# trace.LABEL; sets pid.
offer() {
    strace -D -f -qq -o "trace.$1" "$programs/mpdisc-provider" --config provider.conf 2>"$1.log" &
    pid=$!
    await grep -q '^role: ' "$1.log"
}

# has_role LABEL ROLE: the last role in its log is ROLE.
has_role() {
    sed -n 's/^role: \([a-z]*\).*/\1/p' "$1.log" | tail -n 1 | grep -q -x "$2"
}

# wait_for TYPE: runs the command of the unit that waits for this type, and prints what it found.
wait_for() {
    command=$(sed -n 's/^ExecStart=//p' mpdisc-wait-for@.service | sed "s/%i/$1/")
    # shellcheck disable=SC2086 # words
    strace -f -qq -o trace.wait $command
}

# The probe waits before there is a provider. A secondary reads its configuration again, and takes over
# the port of a primary that hangs. The old primary becomes a secondary, and gets the port back when
# the other one leaves.
roles() {
    ip link set lo up
    wait_for _my-http._tcp >waited &
    waiting=$!
    await test -s trace.wait
    offer first
    first=$pid
    offer second
    second=$pid
    has_role first primary
    has_role second secondary
    wait "$waiting"
    grep -q '_my-http._tcp' waited
    "$programs/mpdisc-probe" -c 2 >found
    kill -HUP "$second"
    await grep -q '^configuration reloaded: ' second.log
    ip link add one type veth peer name other
    ip link set one up
    kill -STOP "$first"
    await has_role second primary
    kill -CONT "$first"
    await has_role first secondary
    kill "$second"
    await has_role first primary
    kill "$first"
    wait
}

if [ "${1:-}" = roles ]; then
    programs=$2
    cd "$3"
    roles
    exit
fi

# --- Outside -------------------------------------------------------------------------------------

cd "$(dirname "$0")/../.."
programs=$(cd "${MPDISC_BIN:-build}" && pwd)
command -v systemd-analyze >/dev/null || skip "systemd-analyze is not here"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for each in "$unit" "$wait_unit"; do
    sed "s|/usr/local/s*bin|$programs|" "$each" >"$work/${each##*/}"
    systemd-analyze security --offline=yes --no-pager --threshold="$exposure_max" "$each" \
        >"$work/security" || { cat "$work/security"; exit 1; }
    tail -n 1 "$work/security"
done
sed "s|/usr/local/share/mpdisc|$PWD/contrib|" "$bridge_unit" >"$work/${bridge_unit##*/}"
# Any output is an error, even if the exit code is 0. A type may have hyphens, which systemd would
# take for slashes if it unescaped the name.
findings=$(systemd-analyze verify --man=no "$work/mpdisc-provider.service" \
    "$work/mpdisc-wait-for@_my-http._tcp.service" "$work/mpdisc-to@dns.service" 2>&1 || true)
[ -z "$findings" ] || { printf '%s\n' "$findings"; exit 1; }
if grep '%I' "$wait_unit"; then
    exit 1
fi

# denials FILE: prints the part of a unit that shuts it off.
denials() {
    sed -n '/^CapabilityBoundingSet=/,/^UMask=/p' "$1"
}
[ "$(denials "$unit")" = "$(denials "$wait_unit")" ] || { echo "the units deny different things"; exit 1; }

# Systems that have no user mpdisc yet get it.
systemd-sysusers --dry-run "$PWD/$units/mpdisc.sysusers" >"$work/users" 2>&1 ||
    { cat "$work/users"; exit 1; }
grep -q -x "User=$(sed -n 's/^u \([^ ]*\) .*/\1/p' "$units/mpdisc.sysusers")" "$unit"

# calls_of SET...: prints the system calls of these sets, including nested sets.
calls_of() {
    for name in "$@"; do
        # shellcheck disable=SC2046 # a list of words
        set -- $(systemd-analyze syscall-filter "$name" | sed -n 's/^  *\([^# ]*\)$/\1/p')
        for entry in "$@"; do
            case $entry in
                @*) calls_of "$entry" ;;
                *) echo "$entry" ;;
            esac
        done
    done
}

# checks_at_reload FILE: what the unit runs first at a reload accepts this configuration.
checks_at_reload() {
    command=$(sed -n 's/^ExecReload=//p' "$work/mpdisc-provider.service" | head -n 1)
    # shellcheck disable=SC2086 # words
    set -- ${command%%/etc/mpdisc/provider.conf*} "$1" ${command##*/etc/mpdisc/provider.conf}
    "$@" 2>"$work/check.log"
}
printf '[service]\ntype = _my-http._tcp\nport = 80\n' >"$work/provider.conf"
checks_at_reload "$work/provider.conf" || { cat "$work/check.log"; exit 1; }
echo '[servce]' >"$work/wrong.conf"
! checks_at_reload "$work/wrong.conf" || { echo "a wrong configuration is reloaded"; exit 1; }
grep -q ':1: unknown section' "$work/check.log" || { cat "$work/check.log"; exit 1; }

command -v strace >/dev/null || skip "strace is not here"
unshare -n true 2>/dev/null || skip "it takes root to make a network"
# shellcheck disable=SC2046 # lists of words
{
    calls_of $(sed -n 's/^SystemCallFilter=\([^~].*\)/\1/p' "$unit") >"$work/allowed"
    calls_of $(sed -n 's/^SystemCallFilter=~//p' "$unit") >"$work/denied"
}
unshare -n timeout 60 "$0" roles "$programs" "$work" || { tail "$work"/*.log; exit 1; }

sed -n 's/^[0-9]* *\([a-z_0-9]*\)(.*/\1/p' "$work"/trace.* | sort -u >"$work/made"
for call in bind sendmmsg recvmmsg pidfd_open setsockopt; do
    grep -q -x "$call" "$work/made" || { echo "not even $call was traced"; exit 1; }
done
findings=$(
    grep -v -x -F -f "$work/allowed" "$work/made" | sed 's/$/: not among what the unit allows/'
    grep -x -F -f "$work/denied" "$work/made" | sed 's/$/: denied by the unit/'
)
[ -z "$findings" ] || { printf '%s\n' "$findings"; exit 1; }
