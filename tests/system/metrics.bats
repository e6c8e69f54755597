#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The status as metrics, and the programs that read them.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# collect: runs the command that the man page gives for the collector. Its directory is this one.
collect() {
    local script
    script=$(grep -A 1 '^out=.*/mpdisc\.prom' "$BATS_TEST_DIRNAME/../../man/mpdisc-probe.1" |
        sed "s,/var/lib/prometheus/node-exporter,$PWD,")
    [ -n "$script" ]
    on h sh -c "$script" 2>errors || true
}

# sample NAME: prints the value of the metric.
sample() {
    sed -n "s/^$1 //p" mpdisc.prom
}

@test "the metrics count providers, services, requests and dropped datagrams" {
    offer h pear -t _ssh._tcp -p 22
    offer h plum
    await 5 registered h 1
    finds h "pear plum" -l _http._tcp
    on h bash -c 'echo nonsense >/dev/udp/127.0.0.1/6737'
    dropped() { [ "$(counter h drop-malformed)" = 1 ]; }
    await 5 dropped
    collect
    same "" "$(<errors)"
    same 1 "$(sample mpdisc_up)"
    same 1 "$(sample 'mpdisc_providers{role="secondary"}')"
    same 3 "$(sample mpdisc_services)"
    same "$(counter h requests)" "$(sample mpdisc_requests_total)"
    same 1 "$(sample 'mpdisc_dropped_datagrams_total{reason="malformed"}')"
    same "# EOF" "$(tail -n 1 mpdisc.prom)"
    # One line for each of the counters, and no name of a service.
    same 25 "$(grep -c '^[a-z_]*_total[ {]' mpdisc.prom)"
    run ! grep -e pear -e plum -e _ssh mpdisc.prom
}

@test "where no primary answers, a metric tells so, and the status is 1" {
    probe h --status -f openmetrics
    same 1 "$status"
    same "mpdisc_up 0" "$(grep -v '^#' <<<"$output")"
    matches "^mpdisc-probe: no provider of this host answers" "$stderr"
    collect
    same 0 "$(sample mpdisc_up)"
    same "mpdisc.prom" "$(ls mpdisc.prom*)"
}

# suits_promtool: it takes the metrics as text, and as OpenMetrics if they have a time and an end.
suits_promtool() {
    same "" "$(promtool check metrics <mpdisc.prom 2>&1)"
    sed '/^[^#]/s/$/ 1700000000/' mpdisc.prom >timed.prom
    promtool tsdb create-blocks-from openmetrics timed.prom blocks
    grep -v EOF timed.prom >cut.prom
    run ! promtool tsdb create-blocks-from openmetrics cut.prom blocks
}

@test "promtool has no complaints about the metrics" {
    command -v promtool >/dev/null || skip "promtool is not here"
    collect
    suits_promtool
    offer h one
    offer h two
    await 5 registered h 1
    collect
    suits_promtool
}

@test "node_exporter shows the metrics with their types" {
    command -v prometheus-node-exporter >/dev/null || skip "node_exporter is not here"
    offer h one
    collect
    spawn h exporter prometheus-node-exporter --web.listen-address=127.0.0.1:9100 \
        --web.disable-exporter-metrics --collector.disable-defaults --collector.textfile \
        --collector.textfile.directory="$PWD"
    # shellcheck disable=SC2016 # for that shell
    shown() {
        on h bash -c 'exec {web}<>/dev/tcp/127.0.0.1/9100 &&
            printf "GET /metrics HTTP/1.0\r\n\r\n" >&$web && cat <&$web' >shown 2>/dev/null
    }
    await 10 shown
    same "node_textfile_scrape_error 0" "$(grep '^node_textfile_scrape_error ' shown)"
    # It sorts them.
    same "$(grep -e '^mpdisc' -e '^# TYPE mpdisc' mpdisc.prom | sort)" \
        "$(grep -e '^mpdisc' -e '^# TYPE mpdisc' shown | sort)"
    same "$(grep '^# HELP mpdisc' mpdisc.prom | sort)" "$(grep '^# HELP mpdisc' shown | sort)"
}
