#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A printer with a large TXT record is found with all its attributes, beside other services.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() { open_lab; }
teardown() { close_lab; }

@test "a printer whose TXT record has 863 bytes is found with all of it" {
    local value attributes=()
    hosts c p
    cable c eth0 192.0.2.1/24 p eth0 192.0.2.2/24
    # With its length byte, each of four has 201 bytes, and the last one 59.
    value=$(printf 'v%.0s' {1..198})
    attributes=(-a "a=$value" -a "b=$value" -a "c=$value" -a "d=$value" -a "e=${value:0:56}")
    spawn p printer mpdisc-provider -t _ipp._tcp -p 631 -n printer "${attributes[@]}"
    await_log printer '^role: '
    offer p other
    finds c "other printer"
    probe c _ipp._tcp -f '{attr.a}{attr.b}{attr.c}{attr.d}{attr.e}'
    same "$value$value$value$value${value:0:56}" "$output"
}
