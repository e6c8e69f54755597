# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# Networks that lose, delay, double and reorder frames, and measured searches there. Frames are lost
# at the receiving interface, so a link with loss in both directions has it at both ends.

# lose PERCENT HOST...: loses PERCENT of the frames that arrive at eth0 of these hosts, also of ARP
# and neighbour discovery.
lose() {
    local percent=$1 host
    shift
    for host; do
        on "$host" nft -f - <<END
            table netdev loss {
                chain arriving {
                    type filter hook ingress device eth0 priority 0
                    numgen random mod 100 <= $((percent - 1)) counter drop
                }
            }
END
    done
}

# has_lost HOST: the host has lost some frames.
has_lost() {
    on "$1" nft list table netdev loss | grep -q 'counter packets [1-9]'
}

# make_acquainted CLIENT: makes the client and all hosts with services know each other's hardware
# addresses permanently. Otherwise a kernel repeats a lost ARP request only after a second, and
# datagrams wait for the answer.
make_acquainted() {
    local host
    on "$1" mpdisc-probe -4 -f '{name}' >/dev/null
    on "$1" mpdisc-probe -6 -f '{name}' >/dev/null
    for host in "${!host_pid[@]}"; do
        [ "$host" != lab ] || continue
        on "$host" ip neighbour show |
            awk '$4 == "lladdr" { print "neighbour replace", $1, $2, $3, $4, $5, "nud permanent" }' |
            on "$host" ip -batch -
    done
}

# acquaint HOST...: these hosts know each other's hardware addresses for good. The kernel keeps about a
# thousand addresses that it learned itself, for all hosts together. Thirty hosts that ask each other
# need nearly as many.
acquaint() {
    local host
    for host; do
        # shellcheck disable=SC2016 # for that shell
        on "$host" sh -c 'mac=$(ip -o link show dev eth0 | sed "s|.*ether \([^ ]*\).*|\1|")
            ip -o address show dev eth0 |
                sed -n "s|.* inet6* \([^ /]*\)/.*|neighbour replace \1 lladdr $mac dev eth0 nud permanent|p"'
    done >acquaintances
    # A host refuses its own address.
    for host; do on "$host" ip -force -batch - <acquaintances 2>/dev/null || true; done
}

# make_strangers: makes all hosts forget all hardware addresses.
make_strangers() {
    local host
    for host in "${!host_pid[@]}"; do
        [ "$host" != lab ] || continue
        on "$host" ip neighbour flush all
        # "all" does not include permanent entries.
        on "$host" ip neighbour flush nud permanent
    done 2>/dev/null
}

# forward CLIENT SWITCH ADDRESS [OPTION...]: connects the client's eth0 to the switch through the
# frame forwarder, which gets these options.
forward() {
    local client=$1 switch=$2 address=$3
    shift 3
    hosts between
    # The forwarder is only a cable and sends no frames of its own.
    on between sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
    on between ip link add near type veth peer name eth0 netns "${host_pid[$client]}"
    on between ip link add far type veth peer name between netns "${host_pid[$switch]}"
    on between ip link set near up
    on between ip link set far up
    on "$switch" ip link set between master br0 up
    spawn between forwarder frame-forwarder near far "$@"
    await 5 grep -q ready forwarder.out
    set_up "$client" eth0 "$address"
    await_ipv6 "$client" eth0
}

# forwarder_did PATTERN: ends the forwarder. Its counts must match PATTERN, and its queue must not
# have dropped a frame.
forwarder_did() {
    stop forwarder
    matches "^forwarded [1-9].*$1.*dropped 0$" "$(tail -n 1 forwarder.out)"
}

# search HOST [ARGUMENT...]: writes the probe's results to the file "found". The milliseconds since
# the probe's start precede each result; the last line is the end with the exit code. The probe's
# stderr goes to the file "complaints".
search() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MTime::HiRes=time -e '
        my $start = time;
        open(my $results, "-|", "mpdisc-probe", "-f", "{name}", @ARGV) or die;
        while (<$results>) { printf "%d\t%s", 1000 * (time - $start), $_; }
        close $results;
        printf "%d\tend %d\n", 1000 * (time - $start), $? >> 8;
    ' -- "${@:2}" >found 2>complaints
}

# judge RUN: adds the result of search() to the file "runs": the number of services found, the
# milliseconds until the last one and until the end, and the exit code. Prints what is wrong.
judge() {
    local end_ms code last_ms
    read -r end_ms code < <(sed -n '$s/end //p' found)
    sed -i '$d' found
    last_ms=$(tail -n 1 found | cut -f 1)
    cut -f 2 found | sort >names
    comm -23 expected names >missing
    # Includes services that were found twice.
    comm -13 expected names >extra
    echo "$(($(wc -l <expected) - $(wc -l <missing)))" "${last_ms:-0}" "$end_ms" "$code" >>runs
    [ "$code" != 1 ] || sed -i '/: no services found$/d' complaints
    [ "$code" != "${expected_code:-0}" ] || [ -s missing ] || [ -s extra ] || [ -s complaints ] ||
        return 0
    echo "run $1: exit code $code, the last one after ${last_ms:-0} ms, end after $end_ms ms"
    echo "    missing: $(count_and_names missing)"
    echo "    too many: $(count_and_names extra)"
    sed 's/^/    /' complaints
    return 1
}

# count_and_names FILE: prints the number of names in the file and the first of them.
count_and_names() {
    echo "$(wc -l <"$1") $(head -n 20 "$1" | paste -s -d ' ')"
}

# searches WHAT HOST [ARGUMENT...]: searches LOSSY_RUNS times. Each search must find the services in
# the file "expected", each once, without a message. If the file is empty, the exit code must be
# expected_code. Shows a line of figures. If LOSSY_STRANGERS is
# set, calls make_strangers before each search.
searches() {
    local what=$1 run good=0
    shift
    for ((run = 1; run <= ${LOSSY_RUNS:-5}; run++)); do
        [ -z "${LOSSY_STRANGERS:-}" ] || make_strangers
        search "$@"
        ! judge "$run" || good=$((good + 1))
    done
    figures "$what" "$good" >&3
    same "${LOSSY_RUNS:-5}" "$good"
}

# knows HOST COUNT: the host's primary has had the time to learn which hosts there are, and knows so
# many others.
knows() {
    [ "$(on "$1" mpdisc-probe --hosts -f tsv | wc -l)" -eq $(($2 + 1)) ]
}

# figures WHAT GOOD: prints the figures of the file "runs" in one line.
figures() {
    local last end
    last=$(median_and_most 2)
    end=$(median_and_most 3)
    awk -v what="$1" -v good="$2" -v last="$last" -v end="$end" -v all="$(wc -l <expected)" '
        { codes[$4]++ }
        NR == 1 || $1 < least { least = $1 }
        END {
            for (code in codes) by_code = by_code " " code ":" codes[code]
            printf "# lossy: %-44s %4d %5d %4d/%d %s %s %s\n", what, NR, good, least, all, last, end, by_code
        }' runs
}

# median_and_most COLUMN: prints the median and the maximum of a column of the file "runs".
median_and_most() {
    cut -d ' ' -f "$1" runs | sort -n |
        awk '{ sorted[NR] = $1 } END { printf "%6d %6d", sorted[int((NR + 1) / 2)], sorted[NR] }'
}
