#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The man pages, the unit and the packages use the same path of the configuration. mpdisc-provider
# accepts the example. The unit starts nothing without a configuration, and does not restart a
# provider that ended because of a wrong one.
set -eu

cd "$(dirname "$0")/../.."
programs=$(cd "${MPDISC_BIN:-build}" && pwd)
path=/etc/mpdisc/provider.conf
unit=contrib/systemd/mpdisc-provider.service
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT

# same EXPECTED ACTUAL
same() {
    [ "$1" = "$2" ] || { printf 'expected: %s\n  actual: %s\n' "$1" "$2"; exit 1; }
}

paths=$(grep -r -o -h '/etc/[a-z/-]*provider[.]conf' README.md man contrib src include | sort -u)
same "$path" "$paths"
for file in man/mpdisc-provider.8 man/mpdisc-provider.conf.5 "$unit" contrib/provider.conf.example; do
    grep -q "$path" "$file" || { echo "$file does not name $path"; exit 1; }
done

# offers FILE WHAT: a provider with this configuration offers WHAT, on a separate port.
offers() {
    "$programs/mpdisc-provider" -P 17433 -q --config "$1" &
    pid=$!
    found=$("$programs/mpdisc-probe" -P 17433 -l -w 10 -c "$(echo "$2" | wc -l)" \
        -f '{type} {port} {attributes}' | sort)
    kill "$pid"
    wait "$pid" || true
    pid=
    same "$2" "$found"
}
offers contrib/provider.conf.example '_ssh._tcp 22 '
# The commented settings are valid, too.
sed -e '/^#[a-z-]* = /s/^#//' -e '/^#\[/s/^#//' -e '/^interface =/d' -e '/^key-file =/d' \
    contrib/provider.conf.example >"$work/all.conf"
"$programs/mpdisc-provider" --config "$work/all.conf" --check-config
# Nothing listens at the port of the example.
sed -i '/^check = /d' "$work/all.conf"
offers "$work/all.conf" '_http._tcp 80 path=/wiki
_ssh._tcp 22 '

# setting KEY: prints its value in the unit.
setting() {
    sed -n "s/^$1=//p" "$unit"
}
same "$path" "$(setting ConditionPathExists)"
same "$path" "$(setting ExecStart | sed -n 's/.*--config \([^ ]*\).*/\1/p')"
echo 'no configuration' >"$work/wrong.conf"
status=0
"$programs/mpdisc-provider" --config "$work/wrong.conf" 2>"$work/error" || status=$?
same "$status" "$(setting RestartPreventExitStatus)"
