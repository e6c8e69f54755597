#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The programs in contrib/examples, with real providers, through the death of the primary. They are
# built by the commands of the README there.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    LD_LIBRARY_PATH=$(dirname "$(command -v mpdisc-probe)")
    export LD_LIBRARY_PATH
}
teardown() { close_lab; }

# needs HEADER: skips the test where the library of that header is not installed.
needs() {
    [ -e "/usr/include/$1" ] || skip "$1 is not here"
}

# build [EXAMPLE]: copies the examples to the directory "examples", and builds that one.
build() {
    run "$BATS_TEST_DIRNAME/../support/build-example.sh" "$LD_LIBRARY_PATH" "$@"
    same "" "$output" && same 0 "$status"
}

# neighbour NAME PORT: starts a provider that the example is to find.
neighbour() {
    spawn h "$1" mpdisc-provider -v -t _example._tcp -n "$1" -p "$2"
    await_log "$1" '^role: '
}

# tells LINE: the example prints the line, within 5 s.
tells() {
    await 5 grep -q -x -F "$1" example.out
}

# used_ticks: prints the processor time of the example, in hundredths of a second.
used_ticks() {
    awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/${pid[example]}/stat"
}

# lasts COMMAND...: the example that this command starts takes leave as a secondary. Started again,
# it takes over from a primary that is killed, tells all that happens, and hands over to another.
lasts() {
    neighbour first 8001
    spawn h example "$@" guest 8002
    tells "role secondary"
    stop example INT
    same 0 "$exit_code"
    await_log first '^secondary [0-9a-f]* left$'

    spawn h example "$@" 'Küche 1' 8002
    tells "role secondary"
    tells "added first 127.0.0.1:8001"
    tells "added Küche 1 127.0.0.1:8002"
    tells "synced"

    kill_hard first
    tells "role primary"
    tells "removed first 127.0.0.1:8001"
    await 2 found h "Küche 1" _example._tcp

    neighbour second 8003
    tells "added second 127.0.0.1:8003"
    at_most 50 "$(used_ticks)" "hundredths of a second of processor time"

    stop example
    same 0 "$exit_code"
    finds h second _example._tcp
    same "" "$(<example.log)"
    same 7 "$(wc -l <example.out)"
}

@test "C with poll" {
    build c-poll
    lasts examples/c-poll
}

@test "C with libuv" {
    needs uv.h
    build c-libuv
    lasts examples/c-libuv
}

@test "C with GLib" {
    needs glib-2.0/glib.h
    build c-glib
    lasts examples/c-glib
}

@test "C++ with epoll" {
    build cpp-epoll
    lasts examples/cpp-epoll
}

@test "C++ with Asio" {
    needs asio.hpp
    build cpp-asio
    lasts examples/cpp-asio
}

@test "Go with cgo" {
    command -v go >/dev/null || skip "go is not here"
    build go-cgo
    same "" "$(gofmt -l examples)"
    lasts examples/go-cgo
}

@test "Rust with poll" {
    command -v rustc >/dev/null || skip "rustc is not here"
    build rust-poll
    run rustfmt --edition 2021 --check examples/rust-poll.rs
    same "" "$output"
    lasts examples/rust-poll
}

@test "Python with asyncio" {
    build
    PYTHONPATH=$PWD/python PYTHONDONTWRITEBYTECODE=1 lasts examples/python-asyncio.py
}
