# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# Networks that lose, delay, double and reorder, and searches there, measured. What is lost is lost
# on its way in, so a link that is to lose each way has loss at both its ends.

# lose PERCENT HOST...: so many of the frames that come to eth0 of these hosts are lost, those of
# ARP and neighbour discovery too.
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

# has_lost HOST: some frames were, on their way to it.
has_lost() {
    on "$1" nft list table netdev loss | grep -q 'counter packets [1-9]'
}

# make_acquainted CLIENT: it and all hosts with services know each other's hardware addresses from
# here on, and do not doubt them. A kernel repeats a lost question for one after a second, whatever
# waits for the answer.
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

# make_strangers: nobody knows anybody's hardware address.
make_strangers() {
    local host
    for host in "${!host_pid[@]}"; do
        [ "$host" != lab ] || continue
        on "$host" ip neighbour flush all
        # Those are no part of all.
        on "$host" ip neighbour flush nud permanent
    done 2>/dev/null
}

# forward CLIENT SWITCH ADDRESS [OPTION...]: plugs the client's eth0 in by way of the frame
# forwarder, which has these options.
forward() {
    local client=$1 switch=$2 address=$3
    shift 3
    hosts between
    # It is a cable, and has no voice of its own.
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

# forwarder_did PATTERN: ends it, and it was so by its own account; nothing was dropped for want of
# room.
forwarder_did() {
    stop forwarder
    matches "^forwarded [1-9].*$1.*dropped 0$" "$(tail -n 1 forwarder.out)"
}

# search HOST [ARGUMENT...]: the probe's results into the file "found", each with the milliseconds
# from the probe's start to its coming before it; the end, as a last one, with the exit code. Its
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

# judge RUN: adds what search() found to the file "runs": how many of the services were found, the
# milliseconds until the last one and the end, the exit code. Tells what is wrong with it.
judge() {
    local end_ms code last_ms
    read -r end_ms code < <(sed -n '$s/end //p' found)
    sed -i '$d' found
    last_ms=$(tail -n 1 found | cut -f 1)
    cut -f 2 found | sort >names
    comm -23 expected names >missing
    # Those found twice too.
    comm -13 expected names >extra
    echo "$(($(wc -l <expected) - $(wc -l <missing)))" "${last_ms:-0}" "$end_ms" "$code" >>runs
    [ "$code" != 0 ] || [ -s missing ] || [ -s extra ] || [ -s complaints ] || return 0
    echo "run $1: exit code $code, the last one after ${last_ms:-0} ms, end after $end_ms ms"
    echo "    missing: $(count_and_names missing)"
    echo "    too many: $(count_and_names extra)"
    sed 's/^/    /' complaints
    return 1
}

# count_and_names FILE: of those in it, the names of the first ones.
count_and_names() {
    echo "$(wc -l <"$1") $(head -n 20 "$1" | paste -s -d ' ')"
}

# searches WHAT HOST [ARGUMENT...]: as many as LOSSY_RUNS says; each finds what the file "expected"
# lists, each once, and has no complaint. Shows a line of figures. With LOSSY_STRANGERS set, all are
# strangers before each search.
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

# figures WHAT GOOD: of the file "runs", in a line.
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

# median_and_most COLUMN: of the file "runs"
median_and_most() {
    cut -d ' ' -f "$1" runs | sort -n |
        awk '{ sorted[NR] = $1 } END { printf "%6d %6d", sorted[int((NR + 1) / 2)], sorted[NR] }'
}
