#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The root of an empty volume is a directory without services; one that does not exist is a mistake.
# with-wine.sh runs it.
#
# MPDISC_BIN: the directory of mpdisc-provider.exe
set -euo pipefail

volume=$(mktemp -d)
trap 'rmdir "$volume"' EXIT
ln -s "$volume" "${WINEPREFIX:?}/dosdevices/q:"

# check DIRECTORY
check() {
    wine "${MPDISC_BIN:?}/mpdisc-provider.exe" -t _http._tcp -p 80 --config-dir "$1" --check-config
}
check Q:\\
! check 'Q:\none'
