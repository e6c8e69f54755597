#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The program of mpdisc-wire(7), A SMALLEST CLIENT, as it is printed there.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load examples

setup() {
    open_lab
    hosts h other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    take_example man/mpdisc-wire.7 py
}
teardown() { close_lab; }

# client HOST [ADDRESS]: runs the program there; sets status, output and stderr.
client() {
    run --separate-stderr on "$1" python3 "$example" "${@:2}"
}

# prints CODE TEXT: the client ended with this exit status, and printed these sorted lines.
prints() {
    same "" "$stderr"
    same "$2" "$(sort <<<"$output")"
    same "$1" "$status"
}

@test "the program fits on a screen page" {
    (($(wc -l <"$example") <= 40))
    same "" "$(awk 'length > 73' "$example")"
}

@test "the program lists this host and another one" {
    offer h "Front desk"
    spawn h ipp mpdisc-provider -t _ipp._tcp -n "Bob's Küche" -p 631 -a rp=printers/1
    await_log ipp '^role: '
    offer h second
    await 10 registered h 2
    await 10 knows_its_providers h
    list="\"Bob's Küche\" '_ipp._tcp' 192.0.2.1 631
'Front desk' '_http._tcp' 192.0.2.1 8080
'second' '_http._tcp' 192.0.2.1 8080"
    list=$(sort <<<"$list")
    client h
    prints 0 "$list"
    client other 192.0.2.1
    prints 0 "$list"
    client h 192.0.2.2
    prints 1 ""

    # More than a host answers to a client without a token: the list stays incomplete.
    for number in {1..60}; do
        printf '[service]\ntype = _http._tcp\nport = 80\nname = %s\n' "one of many services $number"
    done >many
    spawn h many mpdisc-provider -c many
    await 10 registered h 3
    await 10 knows_its_providers h
    client other 192.0.2.1
    prints 1 "$list"
}

@test "the program drops what breaks the rules, and prints text safely" {
    # Answers a request with many messages, of which two keep the rules.
    spawn other answerer python3 -c '
import socket, struct

def field(kind, value):
    return struct.pack("!HH", kind, len(value)) + value

def service(name, more=b""):
    return field(8, field(9, name) + field(10, b"_x._udp") + field(11, bytes([0, 9])) + more)

def message(fields, kind=2, magic=b"MPD1"):
    return struct.pack("!4sBBH", magic, kind, 255, len(fields)) + asked + fields

def answer(*more):
    roster = field(7, bytes(16) + struct.pack("!IIB", 2, 0, 0))
    return field(6, b"\1") + field(1, bytes(16)) + field(2, b"\1") + roster + b"".join(more)

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", 6737))
request, client = server.recvfrom(2000)
asked = request[8:16]
bad = service(b"bad")
datagrams = [
    b"", b"MPD1", bytes(1400),
    message(answer(bad), magic=b"MPD2"),
    message(answer(bad), kind=1),
    message(answer(bad)) + b"\0",
    message(answer(bad))[:-1],
    message(answer(bad)).replace(asked, bytes(8)),
    message(answer(bad, field(0x8105, b""))),
    message(answer(service(b"bad", field(0x8105, b"")))),
    message(answer(bad) + b"\0\1\0"),
    message(answer(service(b"bad", b"\0\1\0\1"))),
    message(answer(service(b"\xff"))),
    message(bad),
    message(answer(field(8, field(9, b"bad")))),
    message(answer(field(0x0105, b"unknown"), service(b"\x1b[31mred", field(0x0105, b"")))),
    message(answer(field(4, bytes([198, 51, 100, 7])), field(4, bytes(4)), service(b"good"))),
    message(answer(service(b"late"))),
]
for each in datagrams:
    server.sendto(each, client)
'
    await 10 port_is_held other
    client h 192.0.2.2
    prints 0 "'\\x1b[31mred' '_x._udp' 192.0.2.2 9
'good' '_x._udp' 198.51.100.7 9"
    finish answerer
    same 0 "$exit_code"
    same "" "$(<answerer.log)"
}
