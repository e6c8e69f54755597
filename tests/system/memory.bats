#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Each allocation fails in turn, also in the C library. The program works nevertheless,
# or says that memory ran out and ends with exit code 3. A signal never ends it.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    library=$(cd "${MPDISC_BIN:-$BATS_TEST_DIRNAME/../../build}" && pwd)/failing-malloc.so
    [ -f "$library" ] || skip "$library is not there"
    cat >two.conf <<'END'
[provider]
heartbeat = 1
[service]
name = one
type = _http._tcp
port = 80
attr = path=/
[service]
name = two
type = _ipp._tcp
port = 631
END
}
teardown() { close_lab; }

# denied COUNT FIRST COMMAND...: runs COMMAND and denies COUNT allocations, beginning with number
# FIRST. Sets code, and any_denied if an allocation was denied.
denied() {
    local count=$1 first=$2
    shift 2
    rm -f mark
    code=0
    on h timeout 10 env MPDISC_DENIED_FROM="$first" MPDISC_DENIED_COUNT="$count" \
        MPDISC_DENIED_MARK="$PWD/mark" LD_PRELOAD="$library" "$@" >out 2>log 3>&- || code=$?
    any_denied=
    [ ! -e mark ] || any_denied=yes
}

# copes LEAST CODE... -- COMMAND...: COMMAND makes at least LEAST allocations. It ends with one of
# these exit codes, or explains itself, whichever allocation fails, alone or with all later ones.
copes() {
    local least=$1 codes=" " count first
    while shift && [ "$1" != -- ]; do codes+="$1 "; done
    shift
    for count in 1 1000000; do
        first=-1
        while denied "$count" $((++first)) "$@"; do
            is_explained "$codes" || {
                echo "exit code $code at allocation $first of: $*"
                cat log
                return 1
            }
            [ -n "$any_denied" ] || break
        done
        ((first >= least)) || { echo "only $first allocations of: $*"; return 1; }
    done
}

# is_explained CODES: the exit code is among these, or memory was denied and the log says so.
is_explained() {
    [[ $1 == *" $code "* ]] || {
        [ -n "$any_denied" ] && [ "$code" = 3 ] &&
            matches '(out of memory|Cannot allocate memory)$' "$(tail -n 1 log)"
    }
}

@test "a primary that finds no memory says so, or works" {
    copes 15 7 -- mpdisc-provider -c two.conf -- \
        sh -c 'mpdisc-probe -l -w 0.3 >/dev/null 2>&1; exit 7'
    copes 10 7 -- mpdisc-provider -t _http._tcp -p 80 -n a -- sh -c 'exit 7'
}

@test "a secondary that finds no memory says so, or works" {
    offer h a
    copes 15 7 -- mpdisc-provider -c two.conf -- \
        sh -c 'mpdisc-probe -l -w 0.3 >/dev/null 2>&1; exit 7'
}

# settled LABEL NAMES: the provider has ended, or all these services are found.
settled() {
    has_ended "${pid[$1]}" || found h "$2" -l
}

@test "a provider that found no memory once offers all its services, or ends" {
    offer h a
    for first in {0..30}; do
        spawn h b env MPDISC_DENIED_FROM="$first" MPDISC_DENIED_COUNT=1 \
            MPDISC_DENIED_MARK="$PWD/mark" LD_PRELOAD="$library" mpdisc-provider -c two.conf
        await 5 settled b "a one two"
        if has_ended "${pid[b]}"; then
            matches '(out of memory|Cannot allocate memory)$' "$(<b.log)"
            finish b
            same 3 "$exit_code"
        else
            stop b
            same 0 "$exit_code"
        fi
    done
}

@test "a probe that finds no memory says so, or works" {
    offer h a -a path=/
    launch h b -c two.conf
    await 5 found h "a b one two" -l
    # A list may stay incomplete for lack of memory, which the exit code tells, or for lack of time.
    for format in table sh '{name} {attr.path}'; do
        copes 15 0 1 4 -- mpdisc-probe -l -w 0.15 -f "$format"
    done
    copes 15 0 1 4 -- mpdisc-probe -w 0.15 -f json
    copes 15 0 1 4 -- mpdisc-probe -w 0.15 --to 127.0.0.1
}

@test "a status query that finds no memory says so, or works" {
    offer h a
    offer h b
    for format in table tsv json; do
        copes 6 0 -- mpdisc-probe --status -f "$format"
    done
}

@test "help and errors are printed whole or not at all" {
    for program in mpdisc-provider mpdisc-probe; do
        copes 2 0 -- "$program" --help
        copes 1 0 -- "$program" --version
        copes 2 2 -- "$program" --nonsense
    done
    echo 'nonsense = 1' >wrong.conf
    copes 3 2 -- mpdisc-provider -c wrong.conf
}
