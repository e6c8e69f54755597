#!/bin/sh
# SPDX-License-Identifier: MIT
#
# tests/support/install-needs.sh installs servers without starting them: while apt-get runs, a policy
# forbids that. A policy that the machine has stays as it is.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
[ "$(id -u)" -eq 0 ] || exit 77

# What apt-get finds while it installs.
mkdir bin
cat >bin/apt-get <<'END'
#!/bin/sh
[ "$1" != install ] || { code=0; "$POLICY_RC_D" nginx start || code=$?; echo "$code" >>"$SEEN"; }
[ -z "${FAILS-}" ]
END
chmod 755 bin/apt-get
export POLICY_RC_D="$work/policy-rc.d" SEEN="$work/seen"
install_needs() {
    PATH="$work/bin:$PATH" "$root/tests/support/install-needs.sh" no-such-command-or-package >/dev/null
}

fail() {
    echo "$1"
    exit 1
}

install_needs
[ "$(cat seen)" = 101 ] || fail "servers may start"
[ ! -e policy-rc.d ] || fail "the policy stays"

! FAILS=1 install_needs || fail "the failure of apt-get is lost"
[ ! -e policy-rc.d ] || fail "the policy stays after a failure"

printf '#!/bin/sh\nexit 7\n' >policy-rc.d
chmod 755 policy-rc.d
install_needs
[ "$(tail -n 1 seen)" = 7 ] || fail "the machine's own policy is replaced"
[ -e policy-rc.d ] || fail "the machine's own policy is removed"
