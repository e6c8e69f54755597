#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Complaint 17: how much a host sends to a forged source address for the shortest request for all
# services. "make amplification" shows the figures.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load messages

row='# amplification: %-34s %-22s %8s %9s %8s %8s\n'
# The greatest allowed ratio of answers to requests for a source that has not proved its address.
unproved_max=16
message=client_discovery_request
quiet_s=0.5

setup() {
    open_lab
    hosts h client
    cable h eth0 192.0.2.1/24 client eth0 192.0.2.2/24
    # The forged sources exist and drop the answers silently.
    on client ip address add 203.0.113.2/32 dev eth0
    on client ip address add 198.51.100.2/32 dev eth0
    on h ip route add 203.0.113.0/24 via 192.0.2.2
    on h ip route add 198.51.100.0/24 via 192.0.2.2
    on client nft -f - <<-END
		table inet sink {
		    chain arriving {
		        type filter hook input priority 0
		        udp dport { 4000, 6737 } drop
		    }
		}
	END
    listen_to h eth0
}
teardown() { close_lab; }

# write_requests COUNT MESSAGE: writes messages to the directory "requests", each with a new
# transaction id. Each announcement is of another host.
write_requests() {
    rm -rf requests
    mkdir requests
    # shellcheck disable=SC2016 # for perl
    message "$2" | perl -0777 -ne '
        for my $number (1 .. $count) {
            substr($_, 8, 8) = pack("NN", rand(2 ** 32), $number);
            substr($_, 20, 4) = pack("N", $number) if ord(substr($_, 4, 1)) == 0x10;
            open(my $file, ">:raw", "requests/$number") or die;
            print $file $_;
        }
        BEGIN { $count = shift }' "$1"
}

# send_requests SOURCE: forges them with that source. Announcements are broadcast.
send_requests() {
    if [ "$message" = host_announcement ]; then
        forge client "$1" 6737 192.0.2.255 6738 requests/*
    else
        forge client "$1" 4000 192.0.2.1 6737 requests/*
    fi
}

# is_quiet: the host sends nothing for $quiet_s seconds.
is_quiet() {
    local before
    before=$(sent h)
    sleep "$quiet_s"
    [ "$(sent h)" = "$before" ]
}

# amplifies WHOSE SOURCE COUNT: forges COUNT requests with that source and prints a row of figures.
# Sets `ratio` to the bytes sent for each byte received, in thousandths.
amplifies() {
    local datagrams payload bytes
    await 10 is_quiet
    datagrams=$(sent h)
    payload=$(sent_payload h)
    write_requests "$3" "$message"
    bytes=$(cat requests/* | wc -c)
    send_requests "$2"
    await 60 is_quiet
    datagrams=$(($(sent h) - datagrams))
    payload=$(($(sent_payload h) - payload))
    ratio=$((1000 * payload / bytes))
    # shellcheck disable=SC2059 # a format of ours
    printf "$row" "$what" "$1" "$3" "$payload" "$(thousandths "$ratio")" \
        "$(thousandths $((1000 * datagrams / $3)))" >&3
}

thousandths() {
    printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100))
}

# is_bounded WHAT: sends one and a thousand requests from off the link, from the link, and from an
# allowed network. Measures all of them before it fails.
is_bounded() {
    local what=$1 count worst=0
    for count in 1 1000; do
        amplifies "from elsewhere" 203.0.113.2 "$count"
        ((ratio == 0)) || worst=1000000000
        amplifies "on the link" 192.0.2.2 "$count"
        ((ratio <= worst)) || worst=$ratio
        amplifies "allowed" 198.51.100.2 "$count"
        ((ratio <= worst)) || worst=$ratio
    done
    at_most $((unproved_max * 1000)) "$worst" "thousandths of what was asked for"
}

@test "complaint_17_amplification: four providers of a service each" {
    launch_crowd h 100 103 --announce 0 --allow 198.51.100.0/24
    await 5 registered h 3
    is_bounded "4 providers"
}

@test "complaint_17_amplification: a hundred providers of a service each" {
    launch_crowd h 100 199 --announce 0 --allow 198.51.100.0/24
    await 10 registered h 99
    is_bounded "100 providers"
}

@test "complaint_17_amplification: a provider of services of 56 KiB in all" {
    perl -e '
        # Each takes 819 bytes in a message; a provider may have at most seventy of them.
        for my $number (10 .. 79) {
            printf "[service]\nname = service-%d\ntype = _http._tcp\nport = 80\n", $number;
            printf "attr = key%d=%s\n", $_, "x" x 246 for 1 .. 3;
        }' >large.conf
    spawn h large mpdisc-provider -c large.conf --announce 0 --allow 198.51.100.0/24
    await_log large '^role: primary$'
    is_bounded "1 provider, 56 KiB"
}

@test "complaint_17_amplification: messages about hosts" {
    launch_crowd h 100 103 --announce 3600 --allow 198.51.100.0/24
    await 5 registered h 3
    # The last repetition of the announcement comes three seconds later, and the next announcement
    # in an hour.
    sleep 4
    # Questions to a claimed host are repeated.
    quiet_s=1.5
    for message in host_query host_query_list host_query_silent host_announcement; do
        is_bounded "$message"
    done
}
