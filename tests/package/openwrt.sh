#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The start script of contrib/openwrt converts /etc/config/mpdisc to a file that mpdisc-provider
# accepts, with services of any name, and starts nothing if there is no service. It makes a running
# provider read changed services again. The package has this version and finds its programs.
set -eu

cd "$(dirname "$0")/../.."
programs=$(cd "${MPDISC_BIN:-build}" && pwd)
files=contrib/openwrt/files
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT
export FILE_FOR_TEST="$work/provider.conf" UCI_FILE="$work/mpdisc"

# run_init ACTION
run_init() {
    tests/support/openwrt/rc.common "$files/mpdisc.init" "$1"
}

# same EXPECTED ACTUAL
same() {
    [ "$1" = "$2" ] || { printf 'expected: %s\n  actual: %s\n' "$1" "$2"; exit 1; }
}

cp "$files/mpdisc.config" "$UCI_FILE"
same "" "$(run_init start)"
same "reload by mpdisc" "$(run_init triggers)"

# On a separate port.
cat >"$UCI_FILE" <<'END'
config provider
	option discovery_port '17431'
	option heartbeat '1.5'
	list allow '192.0.2.0/24'
	list allow '2001:db8::/64'

config service
	option name 'a \ "b" # c'
	option type '_http._tcp'
	option port '80'
	list attr 'path=/a "b" \x'
	list attr 'tls'

config service
	option name 'not this one'
	option disabled '1'
	option type '_http._tcp'
	option port '81'

config service
	option name 'second'
	option type '_ssh._tcp'
	option port '22'
	option check 'exec:test "$MPDISC_PORT" = 22'
	option check_interval '0.5'
END
same "command /usr/sbin/mpdisc-provider --config $FILE_FOR_TEST --syslog
file $FILE_FOR_TEST
stderr 1
user nobody
no_new_privs 1
respawn" "$(run_init start)"
"$programs/mpdisc-provider" --config "$FILE_FOR_TEST" -q &
pid=$!
found=$("$programs/mpdisc-probe" -P 17431 -l -c 2 -w 10 -f json | sort)
same 'a \ "b" # c 80 path=/a "b" \x tls
second 22' "$(printf '%s\n' "$found" | jq -r '"\(.name) \(.port) \(
    .attributes | to_entries | map(if .value == true then .key else "\(.key)=\(.value)" end) |
    join(" "))"' | sed 's/ $//')"

# A running provider reads changed services again. procd starts it anew for a changed setting.
export RUNNING=yes
sed -i "s/'80'/'82'/" "$UCI_FILE"
same "signal mpdisc * HUP" "$(run_init reload)"
grep -q '^port = "82"$' "$FILE_FOR_TEST"
sed -i "s/heartbeat '1.5'/heartbeat '2.5'/" "$UCI_FILE"
same start "$(run_init reload)"
same start "$(RUNNING='' run_init reload)"
sed -i '/^config service/,$d' "$UCI_FILE"
same start "$(run_init reload)"

for program in mpdisc-provider mpdisc-probe; do
    grep -q "/build/$program " contrib/openwrt/Makefile || { echo "no $program"; exit 1; }
done
