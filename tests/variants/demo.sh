#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The demonstration, with the programs at $MPDISC_BIN, on a port where it disturbs no other one.
set -eu

MPDISC_PORT=$((20000 + $$ % 20000))
export MPDISC_PORT
exec "$(dirname "$0")/../demo/demo.sh"
