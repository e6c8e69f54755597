#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# with-wine.sh COMMAND [ARG...]: runs the command with a Wine of its own, which does not touch the
# Wine of the user and is removed afterwards. Programs find the libraries of MinGW-w64.
set -euo pipefail

WINEPREFIX=$(mktemp -d)
export WINEPREFIX WINEDEBUG=-all
# Without this, Wine would offer to install .NET and a browser engine.
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
command -v "$program" >/dev/null || { echo "wineserver is not installed" >&2; exit 1; }

stop() {
    # Ends only this Wine, with everything that still runs in it.
    "$program" -k || true
    wait || true
    rm -rf "$WINEPREFIX"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Without this server, each program would start its own.
"$program" -f -p </dev/null >/dev/null 2>&1 &
wineboot -i </dev/null >/dev/null 2>&1
"$@"
