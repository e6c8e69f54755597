#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# contrib/python/mpdisc.py.

load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

@test "the module for Python passes its own tests" {
    LD_LIBRARY_PATH=$(dirname "$(command -v mpdisc-probe)") \
        PYTHONPATH=$BATS_TEST_DIRNAME/../../contrib/python PYTHONDONTWRITEBYTECODE=1 \
        on h python3 -W error "$BATS_TEST_DIRNAME/../python/mpdisc_test.py"
}
