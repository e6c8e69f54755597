#!/bin/sh
# SPDX-License-Identifier: MIT
#
# install-needs.sh NEED...
#
# Installs missing Debian packages without questions, as root or through sudo. A NEED is PACKAGE, or
# COMMAND=PACKAGE if another package may also provide the command. Without apt it installs nothing,
# and later steps report what they lack. Debian would start each server that it installs, so a policy
# forbids that meanwhile, unless the machine has a policy of its own.
set -eu

is_here() {
    command -v "${1%%=*}" >/dev/null && return
    dpkg-query -W -f '${db:Status-Status}\n' "${1#*=}" 2>/dev/null | grep -qx installed
}

command -v apt-get >/dev/null || exit 0

missing=
for need in "$@"; do
    is_here "$need" || missing="$missing ${need#*=}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root() { "$@"; }
elif sudo -n true 2>/dev/null; then
    as_root() { sudo -n "$@"; }
else
    echo "These packages are missing; please install them first:" >&2
    echo "    sudo apt-get install$missing" >&2
    exit 1
fi

policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}

# invoke-rc.d(8) and deb-systemd-invoke ask this program whether they may start a server: 101 is no.
forbid_starts() {
    [ ! -e "$policy" ] && [ ! -L "$policy" ] || return 0
    trap 'as_root rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    # shellcheck disable=SC2016 # for the shell that runs as root
    as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$1" && chmod 755 "$1"' - "$policy"
}

echo "Installing what is missing:$missing"
forbid_starts
as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words
as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends $missing >/dev/null
