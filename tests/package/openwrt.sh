#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The start script of contrib/openwrt converts /etc/config/mpdisc to a file that mpdisc-provider
# accepts, with services of any name, and starts nothing if there is no service. It makes a running
# provider read changed services again. The provider uses the interface of a network, and starts when
# that is up. The minimal package starts a provider for each service. The packages have this version and
# find their files. The scripts run in the shell of OpenWrt, if it is installed.
set -eu

cd "$(dirname "$0")/../.."
programs=$(cd "${MPDISC_BIN:-build}" && pwd)
files=contrib/openwrt/files
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT
export FILE_FOR_TEST="$work/provider.conf" UCI_FILE="$work/mpdisc"

# The shell of OpenWrt is the one of BusyBox.
shell='busybox ash'
command -v busybox >/dev/null || shell='sh'

# run_init ACTION [SCRIPT]
run_init() {
    $shell tests/support/openwrt/rc.common "$files/${2:-mpdisc.init}" "$1"
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
user mpdisc
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

# A network has an interface while it is up.
unset RUNNING
cat >"$UCI_FILE" <<'END'
config provider
	option network 'lan'
	option heartbeat '5'
	list allow '192.0.2.0/24'

config service
	option name 'a "b"'
	option type '_http._tcp'
	option port '80'
	list attr 'path=/a b'
	list attr 'tls'

config service
	option type '_ssh._tcp'
	option port '22'
END
same "reload by mpdisc
reload by network lan" "$(run_init triggers)"
run_init start >/dev/null
grep -q '^interface = "br-lan"$' "$FILE_FOR_TEST"
shared_calls="and command --heartbeat 5
and command --allow 192.0.2.0/24
and command --interface br-lan
stderr 1
user mpdisc
no_new_privs 1
respawn"
minimal_calls="command /usr/sbin/mpdisc-provider
and command --type _http._tcp
and command --port 80
and command --name a \"b\"
and command --attr path=/a b
and command --attr tls
$shared_calls
command /usr/sbin/mpdisc-provider
and command --type _ssh._tcp
and command --port 22
$shared_calls"
same "$minimal_calls" "$(run_init start mpdisc-minimal.init)"
sed -i "s/'lan'/'wan'/" "$UCI_FILE"
same "" "$(run_init start)"
same "" "$(run_init start mpdisc-minimal.init)"

# The packages, with what OpenWrt's build has: the contents of one variable are shown.
mkdir "$work/include"
echo 'BUILD_DIR := /build' >"$work/rules.mk"
: >"$work/include/package.mk"
# shows VARIABLE
shows() {
    make -s -C contrib/openwrt TOPDIR="$work" INCLUDE_DIR="$work/include" INSTALL_BIN=cp \
        BuildPackage= --eval "show:;\$(info \$(call $1,/image))@:" show
}
version=$(sed -n 's/.*MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)
same "$version" "$(shows PKG_VERSION)"
for package in mpdisc mpdisc-minimal; do
    shows "Package/$package/install" >"$work/install"
    grep -q "cp /build/mpdisc-/mpdisc-$version/build/mpdisc-probe /image/usr/bin" "$work/install"
    grep -o '\./files/[^ ]*' "$work/install" >"$work/files"
    while read -r file; do
        [ -f "contrib/openwrt/$file" ] || { echo "$package: no $file"; exit 1; }
    done <"$work/files"
done
tail -n 1 "$work/install" | grep -q 'mpdisc-minimal.init /image/etc/init.d/mpdisc'
shows Build/InstallDev | grep -q 'usr/include/mpdisc /image/usr/include'
