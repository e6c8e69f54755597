#!/bin/sh
# SPDX-License-Identifier: MIT
#
# quietly.sh [-w WHAT] COMMAND...
#
# Runs COMMAND and shows what it says on standard error only if it fails. With -w it prints WHAT
# first and "done" at the end, and treats standard output in the same way. Ends with the exit code
# of COMMAND.
set -u

what=
if [ "$1" = -w ]; then
    what=$2
    shift 2
    printf '%s ... ' "$what"
fi

{ said=$(if [ -n "$what" ]; then exec "$@" 2>&1; else exec "$@" 2>&1 >&3; fi); } 3>&1
code=$?
if [ "$code" -ne 0 ]; then
    [ -z "$what" ] || echo failed
    printf '%s\n' "$said" >&2
elif [ -n "$what" ]; then
    echo "done"
fi
exit "$code"
