#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the demonstration with the programs at $MPDISC_BIN, on a separate port.
set -eu

MPDISC_PORT=$((20000 + $$ % 20000))
export MPDISC_PORT
exec "$(dirname "$0")/../demo/demo.sh"
