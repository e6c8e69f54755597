#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# discovery-client.sh [ROUNDS [INTERVAL]]: sends discovery requests like any client and shows each
# provider that answers. It does ROUNDS (3) rounds, one every INTERVAL (1) seconds.
set -euo pipefail

# shellcheck source=tests/demo/common.sh
. "$(dirname "$0")/common.sh"

rounds=${1:-3}
interval=${2:-1}
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "usage: discovery-client.sh [ROUNDS [INTERVAL]]"

for ((round = 1; round <= rounds; ++round)); do
    [ "$round" = 1 ] || sleep "$interval"
    [ "$rounds" = 1 ] || heading "Round $round of $rounds"
    print_command "$probe" -l -P "$port" -f table
    "$probe" -l -P "$port" -f table ||
        fail "not all was found on port $port; does multi-provider.sh run?"
done
