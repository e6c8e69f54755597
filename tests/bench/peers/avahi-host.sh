#!/bin/sh
# SPDX-License-Identifier: MIT
#
# avahi-host.sh DIRECTORY NAME INTERFACE SERVICES
#
# Runs avahi-daemon with its own message bus in the current network, as the host NAME that offers
# SERVICES services. The bus is at DIRECTORY/NAME.bus. The daemon has its own mount and process
# namespaces, so it leaves no traces outside, and it ends with this process.
set -eu

if [ "${5:-}" != inside ]; then
    exec unshare -m -p -f --kill-child "$0" "$@" inside
fi
directory=$1
name=$2
interface=$3
services=$4
PATH=$PATH:/usr/sbin:/sbin

mount -t tmpfs tmpfs /run
mkdir /run/avahi-daemon
mount -t tmpfs tmpfs /etc/avahi/services
number=0
while [ "$number" -lt "$services" ]; do
    printf '<service-group><name>p%d</name><service><type>_http._tcp</type>%s</service></service-group>\n' \
        "$number" '<port>8080</port><txt-record>path=/admin</txt-record>' \
        >"/etc/avahi/services/p$number.service"
    number=$((number + 1))
done

cat >"$directory/$name-bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>custom</type>
  <listen>unix:path=$directory/$name.bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*"/> <allow receive_sender="*"/>
  </policy>
  <limit name="max_match_rules_per_connection">100000</limit>
  <limit name="max_replies_per_connection">100000</limit>
</busconfig>
END
# Debian's defaults, except for a higher limit for a thousand services.
cat >"$directory/$name-avahi.conf" <<END
[server]
host-name=$name
use-ipv4=yes
use-ipv6=yes
allow-interfaces=$interface
ratelimit-interval-usec=1000000
ratelimit-burst=1000
objects-per-client-max=100000
[wide-area]
enable-wide-area=yes
[publish]
publish-hinfo=no
publish-workstation=no
END

dbus-daemon --config-file="$directory/$name-bus.conf" --nofork --nopidfile &
while [ ! -S "$directory/$name.bus" ]; do sleep 0.01; done
DBUS_SYSTEM_BUS_ADDRESS=unix:path=$directory/$name.bus \
    avahi-daemon -f "$directory/$name-avahi.conf" --no-drop-root --no-chroot --no-rlimits
