#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The unit uses the profile of contrib/apparmor by its name, apparmor_parser accepts it, and it
# allows the program and the configuration that the unit names.
set -eu

cd "$(dirname "$0")/../.."
unit=contrib/systemd/mpdisc-provider.service
profile=contrib/apparmor/mpdisc-provider

# has FILE LINE: the file has this line, but for blanks before it.
has() {
    sed 's/^ *//' "$1" | grep -q -x -F -e "$2" || { echo "$1 lacks '$2'"; exit 1; }
}
has "$profile" 'profile mpdisc-provider {'
has "$profile" '/usr/{,local/}sbin/mpdisc-provider mr,'
has "$profile" '/etc/mpdisc/** r,'
has "$unit" AppArmorProfile=-mpdisc-provider
grep -q '^ExecStart=/usr/local/sbin/mpdisc-provider --config /etc/mpdisc/' "$unit"

command -v apparmor_parser >/dev/null || { echo "skipped: apparmor_parser is not here"; exit 77; }
apparmor_parser --skip-kernel-load --skip-cache "$profile"
