#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Three hundred services in networks that lose, delay, double and reorder frames. "make lossy
# RUNS=100" runs each search many times and shows the figures.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load client
load loss

setup() {
    open_lab
    switch s
    hosts client
}
teardown() { close_lab; }

# launch_services HOST PROVIDERS EACH: starts PROVIDERS providers with EACH services and adds the
# services' names to the file "expected".
launch_services() {
    awk -v host="$1" -v providers="$2" -v each="$3" 'BEGIN {
        for (provider = 1; provider <= providers; provider++) {
            file = host "-" provider ".conf"
            for (service = 1; service <= each; service++) {
                name = host "-" provider "-" service
                # Ten of these services need more than one datagram.
                printf "[service]\nname = %s\ntype = _http._tcp\nport = 8080\nattr = path=/%090d\n",
                    name, service > file
                print name
            }
            close(file)
        }
    }' >>expected
    # One shell starts them all, because hundreds of calls of spawn() take long. It ends at once, so
    # timeout ends the providers if the test is killed.
    # shellcheck disable=SC2016 # for that shell
    on "$1" sh -c 'for file; do
        timeout "${LAB_SECONDS:-300}" mpdisc-provider -q -c "$file" &
    done' sh "$1"-*.conf \
        >>"$1.log" 2>&1 3>&-
}

# one_host PROVIDERS: makes a host with three hundred services.
one_host() {
    hosts h
    plug h eth0 s 192.0.2.1/24
    launch_services h "$1" $((300 / $1))
    await 20 registered h $(($1 - 1))
    sort -o expected expected
}

# thirty_hosts: makes hosts with ten services each. Most have one provider, some two, some ten.
thirty_hosts() {
    local number providers=(10 2 1 1 1)
    for number in {1..30}; do
        hosts "h$number"
        plug "h$number" eth0 s "192.0.2.$number/24"
    done
    acquaint h{1..30}
    for number in {1..30}; do
        launch_services "h$number" "${providers[number % 5]}" $((10 / providers[number % 5]))
    done
    for number in {1..30}; do
        await 5 registered "h$number" $((providers[number % 5] - 1))
    done
    sort -o expected expected
}

# plug_client: connects a client, as yet without loss.
plug_client() {
    plug client eth0 s 192.0.2.254/24
    make_acquainted client
}

@test "nothing is lost: a hundred services of one host" {
    hosts h
    plug h eth0 s 192.0.2.1/24
    launch_services h 10 10
    await 20 registered h 9
    sort -o expected expected
    plug_client
    await 5 knows h 0
    searches "nothing lost, 100 services of one host" client
}

@test "nothing is lost: thirty hosts" {
    thirty_hosts
    plug_client
    await 10 knows h1 29
    searches "nothing lost, 30 hosts" client
}

@test "nothing is lost, and nothing matches: thirty hosts" {
    thirty_hosts
    plug_client
    await 10 knows h1 29
    : >expected
    expected_code=1 searches "nothing lost, nothing matches, 30 hosts" client -n nobody
}

@test "complaint_10_lossy_network: 5 % lost each way, thirty providers on one host" {
    one_host 30
    plug_client
    lose 5 client h
    searches "5 % lost, 30 providers on one host" client -w 1
    has_lost client
}

@test "complaint_10_lossy_network: 5 % lost each way, three hundred providers on one host" {
    one_host 300
    plug_client
    lose 5 client h
    searches "5 % lost, 300 providers on one host" client -w 1
    has_lost client
}

@test "complaint_10_lossy_network: 5 % lost each way, thirty hosts" {
    thirty_hosts
    plug_client
    lose 5 client h{1..30}
    searches "5 % lost, 30 hosts" client -w 1
    has_lost client
}

@test "complaint_10_lossy_network: 5 % lost each way, thirty hosts, over IPv4 only" {
    thirty_hosts
    plug_client
    lose 5 client h{1..30}
    searches "5 % lost, 30 hosts, IPv4 alone" client -w 1 -4
    has_lost client
}

@test "complaint_10_lossy_network: 20 % lost each way, thirty providers on one host" {
    one_host 30
    plug_client
    lose 20 client h
    searches "20 % lost, 30 providers on one host" client -w 3
    has_lost client
}

@test "complaint_10_lossy_network: 20 % lost each way, three hundred providers on one host" {
    one_host 300
    plug_client
    lose 20 client h
    searches "20 % lost, 300 providers on one host" client -w 3
    has_lost client
}

@test "complaint_10_lossy_network: 20 % lost each way, thirty hosts" {
    thirty_hosts
    plug_client
    lose 20 client h{1..30}
    searches "20 % lost, 30 hosts" client -w 3
    has_lost client
}

@test "complaint_10_lossy_network: 20 % lost each way, thirty hosts, over IPv4 only" {
    thirty_hosts
    plug_client
    lose 20 client h{1..30}
    searches "20 % lost, 30 hosts, IPv4 alone" client -w 3 -4
    has_lost client
}

@test "a doubled request is answered once by each provider" {
    hosts h
    plug h eth0 s 192.0.2.1/24
    offer h primary
    offer h secondary
    forward client s 192.0.2.254/24 --double 100
    # The cable doubles the one answer of each provider.
    ask client 192.0.2.255 >answers
    same "2 2" "$(sort answers | uniq -c | awk '{ print $1 }' | xargs)"
    # The primary answered once and dropped the doubled request.
    same "1 1" "$(counter h answers) $(counter h drop-repeated)"
    finds client "primary secondary"
}

@test "doubled frames change nothing: thirty providers on one host" {
    one_host 30
    forward client s 192.0.2.254/24 --double 50
    searches "half doubled, 30 providers on one host" client -w 1
    forwarder_did 'doubled [1-9]'
}

@test "doubled frames change nothing: thirty hosts" {
    thirty_hosts
    forward client s 192.0.2.254/24 --double 50
    searches "half doubled, 30 hosts" client -w 1
    forwarder_did 'doubled [1-9]'
}

@test "delayed and reordered frames change nothing: thirty providers on one host" {
    one_host 30
    forward client s 192.0.2.254/24 --delay 5 --hold 50 --hold-ms 30
    searches "delayed, half held, 30 providers on one host" client -w 1
    forwarder_did 'held [1-9]'
}

@test "delayed and reordered frames change nothing: thirty hosts" {
    thirty_hosts
    forward client s 192.0.2.254/24 --delay 5 --hold 50 --hold-ms 30
    searches "delayed, half held, 30 hosts" client -w 1
    forwarder_did 'held [1-9]'
}

@test "delayed, doubled, reordered and lost frames: three hundred providers on one host" {
    one_host 300
    forward client s 192.0.2.254/24 --delay 5 --double 30 --hold 30 --hold-ms 30 --lose 5
    searches "all that and 5 % lost, 300 on one host" client -w 1
    forwarder_did 'doubled [1-9].*held [1-9].*lost [1-9]'
}
