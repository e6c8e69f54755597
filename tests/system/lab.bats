#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What the tests beside it rely on.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

@test "a condition holds only if each of its checks does" {
    offer h a
    found h "a" -l
    run found h "no such names" -l
    same 1 "$status"
    run found h "a" -l -c 2 -w 0.3
    same 1 "$status"
    run finds_nothing h -l
    same 1 "$status"
}
