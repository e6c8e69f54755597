#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The helpers of lab.bash.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load loss

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

@test "a host that loses all frames is not found and finds nothing" {
    hosts client
    cable h eth0 192.0.2.1/24 client eth0 192.0.2.2/24
    # Hosts that knew each other would miss each other.
    offer h a --announce 0
    offer client b --announce 0
    finds client "a b"
    lose 100 h
    finds client "b"
    has_lost h
    finds h "a"
    run has_lost client
    same 1 "$status"
}
