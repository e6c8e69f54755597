#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Copies of one virtual machine get the same random numbers from the kernel. Each copy is found.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    library=$(cd "${MPDISC_BIN:-$BATS_TEST_DIRNAME/../../build}" && pwd)/constant-random.so
    [ -f "$library" ] || skip "$library is not there"
}
teardown() { close_lab; }

# copied HOST LABEL [NAME]: starts a provider that gets the same random numbers as all others.
copied() {
    spawn "$1" "$2" env LD_PRELOAD="$library" mpdisc-provider -t _http._tcp -p 80 -n "${3:-$2}"
    await_log "$2" '^role: '
}

@test "each of several hosts with the same random numbers is found" {
    hosts c a b
    switch lan
    plug c eth0 lan 192.0.2.1/24
    plug a eth0 lan 192.0.2.2/24
    plug b eth0 lan 192.0.2.3/24
    # A copy also has the same host name.
    on a hostname copy
    on b hostname copy
    copied a first copy
    copied b second copy
    finds c "copy copy" _http._tcp -4
}

@test "each of several providers of one host with the same random numbers is found" {
    hosts h
    copied h first
    copied h second
    finds h "first second" -l
    probe h -l -f '{provider}'
    same 2 "$(sort -u <<<"$output" | wc -l)"
}
