#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# mpdisc-probe --trace: what the programs send each other, on real networks.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h asker
    cable h eth0 192.0.2.1/24 asker eth0 192.0.2.2/24
}
teardown() { close_lab; }

# shows PATTERN [LABEL]: a line of that program's trace matches; without a label, of the last probe().
shows() {
    if [ $# = 2 ]; then
        grep -q -E -e "$1" "$2.log"
    else
        matches "(^|"$'\n'")$1" "$stderr"
    fi
}

# port_of_watch HOST: prints the IPv4 port by which a watch asks.
port_of_watch() {
    on "$1" ss -Hulnp4 | sed -n '/6738/!s/.*:\([0-9]*\) .*mpdisc-probe.*/\1/p'
}

# throw TEXT PORT: sends the text from the host h to that port of the asker.
throw() {
    # shellcheck disable=SC2016 # for the shell on that host
    on h bash -c 'printf %b "$1" >"/dev/udp/192.0.2.2/$2"' - "$@"
}

@test "a search shows its requests and the answers, and prints the same as without" {
    offer h Wiki -a path=/wiki
    probe asker -f tsv -t _http._tcp
    local plain=$output
    probe asker -f tsv -t _http._tcp --trace
    same 0 "$status"
    same "$plain" "$output"
    shows '0\.[0-9]{6} > 255\.255\.255\.255:6737 eth0 [0-9]+ bytes CLIENT_DISCOVERY_REQUEST [0-9a-f]{16}'
    shows '  FILTER_TYPE _http\._tcp'
    shows '0\.[0-9]{6} < 192\.0\.2\.1:6737 eth0 [0-9]+ bytes SERVICE_ADVERTISEMENT [0-9a-f]{16}'
    shows '    INSTANCE_NAME Wiki'
    shows '    ATTRIBUTES "path=/wiki"'
    shows '0\.[0-9]{6} < 192\.0\.2\.1:6737 eth0 [0-9]+ bytes HOST_ANNOUNCEMENT [0-9a-f]{16}'
}

@test "the status, the hosts and waiting show their datagrams, too" {
    offer h a
    probe h --status -f tsv --trace
    same 0 "$status"
    matches $'^provider\t' "$output"
    shows '0\.[0-9]{6} > 127\.0\.0\.1:6737 [0-9]+ bytes STATUS_REQUEST'
    shows '0\.[0-9]{6} < 127\.0\.0\.1:6737 [0-9]+ bytes STATUS_RESPONSE'
    shows '  COUNTER drop-malformed 0'
    probe h --hosts -f tsv --trace
    same 0 "$status"
    shows '0\.[0-9]{6} < 127\.0\.0\.1:6737 lo [0-9]+ bytes HOST_LIST'
    probe asker --wait --trace -f tsv
    same 0 "$status"
    shows '0\.[0-9]{6} < .* SERVICE_ADVERTISEMENT'
    probe asker --gone --trace -w 0.5
    same 1 "$status"
    shows '0\.[0-9]{6} < .* SERVICE_ADVERTISEMENT'
}

@test "a watch shows announcements, and what is malformed" {
    spawn asker watch mpdisc-probe --watch -f tsv --trace
    await 5 grep -q '^synced' watch.out
    offer h late
    await 5 grep -q '^added.late' watch.out
    shows '^[0-9.]+ < .* eth0 [0-9]+ bytes HOST_ANNOUNCEMENT ' watch
    throw '\033[2Jforged' "$(port_of_watch asker)"
    await 5 shows '^  malformed: it is shorter than a header$' watch
    shows '^[0-9.]+ < 192\.0\.2\.1:[0-9]+ eth0 10 bytes no message$' watch
    shows '^  dropped: drop-unexpected$' watch
    shows '^  0000  1b 5b 32 4a 66 6f 72 67 65 64$' watch
    same 0 "$(grep -c $'\033' watch.log)"
    same 2 "$(wc -l <watch.out)"
}

@test "a sealed message is shown with its fields, and dropped where no key fits" {
    (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >key)
    spawn asker watch mpdisc-probe --watch --trace
    await 5 shows '^[0-9.]+ > ' watch
    offer h b -k key
    await 5 shows '^[0-9.]+ < .* HOST_ANNOUNCEMENT ' watch
    shows '^  dropped: drop-unauthenticated$' watch
    probe asker -k key -f tsv --trace
    same 0 "$status"
    matches $'^b\t' "$output"
    shows '  AUTH time_ms=[0-9]+ code=[0-9a-f]{32}'
    shows '0\.[0-9]{6} < .* SERVICE_ADVERTISEMENT'
    same 0 "$(grep -c drop-unauthenticated <<<"$stderr")"
}

@test "a request that the system refuses is shown" {
    probe asker --to 198.51.100.1 --trace
    same 3 "$status"
    shows '0\.[0-9]{6} > 198\.51\.100\.1:6737 [0-9]+ bytes CLIENT_DISCOVERY_REQUEST'
    shows '  not sent: the system refused it'
}
