#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Prints the names of the functions of the C API, as its headers declare them, in order.
set -eu

cd "$(dirname "$0")/../.."
cat include/mpdisc/c/*.h | tr '\n' ' ' | grep -o 'MPDISC_API [^;(]*(' |
    grep -o 'mpdisc_[a-z_]*($' | tr -d '(' | LC_ALL=C sort
