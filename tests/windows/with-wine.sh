#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# with-wine.sh COMMAND [ARG...]: runs the command with a Wine of its own, that has nothing of the
# user's and is gone afterwards. Programs made by MinGW-w64 find its libraries.
set -euo pipefail

WINEPREFIX=$(mktemp -d)
export WINEPREFIX WINEDEBUG=-all
# What it would offer to install for programs of other kinds.
export WINEDLLOVERRIDES='mscoree,mshtml='

mingw=${MINGW:-x86_64-w64-mingw32}
library=$("$mingw-g++-posix" -print-file-name=libstdc++-6.dll)
windows_path() {
    local path=Z:$1
    printf '%s' "${path//\//\\}"
}
WINEPATH="$(windows_path "$(dirname "$library")");$(windows_path "/usr/$mingw/lib")"
export WINEPATH

for program in /usr/lib/wine/wineserver64 wineserver; do
    ! command -v "$program" >/dev/null || break
done
command -v "$program" >/dev/null || { echo "there is no wineserver" >&2; exit 1; }

stop() {
    # Of this Wine alone. What still runs there, as the system's services do, ends with it.
    "$program" -k || true
    wait || true
    rm -rf "$WINEPREFIX"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Without a server that stays, each program would start one.
"$program" -f -p </dev/null >/dev/null 2>&1 &
wineboot -i </dev/null >/dev/null 2>&1
"$@"
