#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Scripts that evaluate the output of mpdisc-probe -f sh. Each variable belongs to the service that
# was found last, or is unset.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    offer h one -a path=/one -a only=one
    offer h two
    await 5 knows_its_providers h
}
teardown() { close_lab; }

# each_shell SCRIPT EXPECTED: runs SCRIPT on the host with each installed shell. EXPECTED is its
# exit code and its output, with a space instead of each newline.
each_shell() {
    local shell
    for shell in sh dash bash 'busybox sh' mksh ksh zsh; do
        command -v "${shell%% *}" >/dev/null || continue
        code=0
        # shellcheck disable=SC2086 # words
        on h $shell -c "$1" $shell >out 2>errors || code=$?
        echo "# $shell: $code $(tr '\n' ' ' <out)"
        same "$2" "$code $(tr '\n' ' ' <out)"
    done
}

@test "a script with set -e ends if the service is not found" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'set -e
        eval "$(mpdisc-probe -l -1 -n one -f sh)"
        echo "$MPDISC_NAME"
        eval "$(mpdisc-probe -l -1 -w 0.1 -f sh _nosuch._tcp)"
        echo went on with "$MPDISC_NAME"' '1 one '
}

@test "the status and the variables tell a script that nothing was found" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'eval "$(mpdisc-probe -l -1 -n one -f sh)"
        if eval "$(mpdisc-probe -l -1 -w 0.1 -f sh _nosuch._tcp)"; then echo found; fi
        echo "${MPDISC_NAME-none} ${MPDISC_ATTR_path-none} ${MPDISC_ADDRESS-none}"
        eval "$(mpdisc-probe -i nosuch -1 -f sh)"
        echo "$?"' '0 none none none 2 '
}

@test "the example of the man page keeps variables and status apart" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'v=$(mpdisc-probe -l -1 -n one -f sh) && eval "$v" && echo "$MPDISC_ATTR_path"
        v=$(mpdisc-probe -l -1 -w 0.1 -f sh _nosuch._tcp) && eval "$v" || echo "none: $?"
        v=$(mpdisc-probe -l --nonsense) && eval "$v" || echo "none: $?"' '0 /one none: 1 none: 2 '
}

@test "no variable of an earlier search survives" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'set -eu
        eval "$(mpdisc-probe -l -1 -n one -f sh)"
        echo "$MPDISC_ATTR_path"
        eval "$(mpdisc-probe -l -1 -n two -f sh)"
        echo "$MPDISC_NAME ${MPDISC_ATTR_path-none} ${MPDISC_ATTR_only-none}"' '0 /one two none none '
}

@test "a loop over lines gets only the variables of each service, and none without a service" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'set -eu
        mpdisc-probe -l -f sh _http._tcp | while read -r line; do
            eval "$line"
            echo "$MPDISC_NAME:${MPDISC_ATTR_path-none}"
        done | sort
        mpdisc-probe -l -w 0.1 -f sh _nosuch._tcp | while read -r line; do
            echo "a line: $line"
        done' '0 one:/one two:none '
}

@test "each of several repeated searches prints a line" {
    # shellcheck disable=SC2016 # for those shells
    each_shell 'mpdisc-probe -l -1 -n one --repeat 2 --interval 0 -f sh | while read -r line; do
            eval "$line"
            echo "$MPDISC_NAME"
        done
        mpdisc-probe -l -1 -w 0.1 -n none --repeat 2 --interval 0 -f sh | while read -r line; do
            eval "$line" || echo "none: $?"
        done' '0 one one none: 1 none: 1 '
}
