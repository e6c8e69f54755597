#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# multi-provider.sh: starts four providers on this host, shows which one is primary and which are
# secondaries, and keeps them running until it is interrupted. Run discovery-client.sh in another
# terminal to find them.
set -euo pipefail

# shellcheck source=tests/demo/common.sh
. "$(dirname "$0")/common.sh"

heading "Four providers start"
start_four
check_roles 3 || fail "there should be one primary and three secondaries"

heading "Their roles"
show_roles

heading "Their status, as the primary knows it"
show "$probe" --status -P "$port" -f table

heading "They run until you press Ctrl-C"
trap 'stop_all; printf "\nAll four have stopped.\n"; exit 0' INT TERM
# A provider that ends by itself has failed.
wait -n "${pids[@]}" || true
fail "a provider has ended"
