# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154 # what tests use, and what bats sets
#
# A laboratory of hosts for the tests in this directory. A host is a network namespace with a host
# name, held by a process. It disappears when this process and all processes on it have ended.
# The laboratory requires root, or a kernel that lets users make user namespaces; without it every
# test is skipped. A host exists for at most LAB_SECONDS (default: 300).
#
# Each test runs in an empty directory, with the programs' directory in its PATH.

bats_require_minimum_version 1.5.0

# For each host the holder's process and the kernel's name for its network; for each label given to
# spawn() its process.
declare -gA host_pid=() host_network=() pid=()
# Set by stop() and finish().
exit_code=

# The command that enters the user namespace that owns the hosts; empty for root.
lab_enter=()
host_enter=(-n -u)

open_lab() {
    # The PATH of users lacks the directory of nft.
    PATH=$(cd "${MPDISC_BIN:-$BATS_TEST_DIRNAME/../../build}" && pwd):$PATH:/usr/sbin:/sbin
    cd "$BATS_TEST_TMPDIR" || return
    if unshare -n -u true 2>/dev/null; then
        return
    fi
    unshare -U -r unshare -n -u true 2>/dev/null ||
        skip "it takes root or user namespaces to make networks"
    hold lab unshare -U -r
    lab_enter=(nsenter -t "${host_pid[lab]}" -U --preserve-credentials --)
    host_enter=(-U --preserve-credentials -n -u)
}

close_lab() {
    [ -n "${BATS_TEST_COMPLETED:-}" ] || tail -n 40 -- *.log 2>/dev/null | head -n 200 || true
    local process
    # The shell prints a line for each killed job.
    {
        end_hosts
        for process in "${pid[@]}" ${host_pid[lab]:+"${host_pid[lab]}"}; do
            has_ended "$process" || kill -KILL "$process" || true
        done
        wait
    } 2>/dev/null
}

# end_hosts: kills all processes on the hosts, including processes that the tests did not start.
end_hosts() {
    local name network own directory networks=()
    directory=$(cd "$BATS_TEST_TMPDIR" && pwd -P)
    own=$(readlink /proc/self/ns/net)
    # Finds processes by their network and not by the holder, which may be gone while others still
    # run there, or while another process has its number.
    for name in "${!host_network[@]}"; do
        network=${host_network[$name]}
        [ "$network" = "$own" ] || networks+=("$network")
    done
    # One command for all, because there may be hundreds of processes. Their working directory is
    # the test's directory. Otherwise the network belongs to another laboratory, which got the name
    # of a network that is gone.
    find /proc/[0-9]*/cwd -maxdepth 0 \( -lname "$directory" -o -lname "$directory/*" \) \
        -printf '%h/ns/net\n' |
        xargs -r sh -c 'find "$@" -maxdepth 0 -printf "%p %l\\n"' sh |
        awk -v networks=" ${networks[*]} " '
            index(networks, " " $2 " ") { split($1, part, "/"); print part[3] }' |
        xargs -r kill -KILL || true
}

# hold NAME COMMAND...: COMMAND makes namespaces and runs a shell that holds them.
hold() {
    local name=$1 answer
    shift
    # shellcheck disable=SC2016 # for the shell that holds
    answer=$(exec 3>&-
        "$@" sh -c 'ip link set lo up 2>/dev/null
            hostname "$1" 2>/dev/null
            # Addresses are usable at once, without duplicate address detection.
            echo 0 2>/dev/null >/proc/sys/net/ipv6/conf/default/accept_dad
            sleep "${LAB_SECONDS:-300}" >/dev/null 2>&1 & echo $!' sh "$name" 2>&1)
    [[ $answer =~ ^[0-9]+$ ]] || { echo "cannot make $name: $answer"; return 1; }
    host_pid[$name]=$answer
    host_network[$name]=$(readlink "/proc/$answer/ns/net")
}

# hosts NAME...
hosts() {
    local name
    for name; do
        hold "$name" "${lab_enter[@]}" unshare -n -u
    done
}

# on HOST COMMAND...
on() {
    local host=$1
    shift
    nsenter -t "${host_pid[$host]}" "${host_enter[@]}" -- "$@"
}

# set_up HOST IF ADDRESS...
set_up() {
    local host=$1 interface=$2 address
    shift 2
    for address; do
        on "$host" ip address add "$address" broadcast + dev "$interface" 2>/dev/null ||
            on "$host" ip address add "$address" dev "$interface"
    done
    on "$host" ip link set "$interface" up
}

# cable HOST IF ADDRESS HOST IF ADDRESS: makes two connected interfaces; "" means no address.
cable() {
    on "$1" ip link add "$2" type veth peer name "$5" netns "${host_pid[$4]}"
    set_up "$1" "$2" ${3:+"$3"}
    set_up "$4" "$5" ${6:+"$6"}
    await_ipv6 "$1" "$2"
    await_ipv6 "$4" "$5"
}

# await_ipv6 HOST IF: waits until the link-local address of a new cable is usable.
await_ipv6() {
    await 5 has_ipv6 "$1" "$2"
}

has_ipv6() {
    [ -n "$(on "$1" ip -6 address show dev "$2" scope link -tentative)" ]
}

# link_local HOST IF: prints the link-local address.
link_local() {
    on "$1" ip -6 address show dev "$2" scope link | awk '$1 == "inet6" { sub("/.*", "", $2); print $2 }'
}

# switch HOST: makes a host that is a switch, for plug().
switch() {
    hosts "$1"
    on "$1" ip link add br0 type bridge mcast_snooping 0
    on "$1" ip link set br0 up
}

# plug HOST IF SWITCH ADDRESS...: makes an interface that is connected to a port of the switch.
plug() {
    local host=$1 interface=$2 switch=$3
    shift 3
    on "$switch" ip link add "$host-$interface" type veth \
        peer name "$interface" netns "${host_pid[$host]}"
    on "$switch" ip link set "$host-$interface" master br0 up
    set_up "$host" "$interface" "$@"
    await_ipv6 "$host" "$interface"
}

now_us() {
    echo "${EPOCHREALTIME/[.,]/}"
}

# await SECONDS COMMAND...: waits until COMMAND succeeds; fails after that time.
await() {
    local end_us=$(($(now_us) + $1 * 1000000))
    shift
    until "$@"; do
        if (($(now_us) > end_us)); then
            echo "timed out: $*"
            return 1
        fi
        sleep 0.02
    done
}

# spawn HOST LABEL COMMAND...: starts COMMAND in the background, with default signal handling. Its
# process is ${pid[LABEL]}, its output LABEL.out, its stderr LABEL.log.
spawn() {
    local host=$1 label=$2
    shift 2
    # Empties the files first, so that a test does not read output of an earlier command of that
    # label.
    true >"$label.out" 2>"$label.log"
    nsenter -t "${host_pid[$host]}" "${host_enter[@]}" -- env --default-signal "$@" \
        </dev/null >"$label.out" 2>"$label.log" 3>&- &
    pid[$label]=$!
}

# launch HOST NAME [OPTION...]: starts a provider of the _http._tcp service NAME, port 8080.
launch() {
    local host=$1 name=$2
    shift 2
    spawn "$host" "$name" mpdisc-provider -t _http._tcp -p 8080 -n "$name" "$@"
}

# offer HOST NAME [OPTION...]: the same, and waits until the provider has its role.
offer() {
    launch "$@"
    await_log "$2" '^role: '
}

# neighbourhood HOST COLUMN: prints that column of the line in the status of the host.
neighbourhood() {
    on "$1" mpdisc-probe --status -f tsv | awk -F '\t' -v column="$2" \
        '$1 == "neighbourhood" { print $column }'
}

# is_settled HOST: its primary has had the time to learn which hosts there are.
is_settled() {
    [ "$(neighbourhood "$1" 6)" = settled ]
}

# knows_its_providers HOST: its primary knows all its providers, so a search that finds nothing here
# is sure.
knows_its_providers() {
    local code=0
    on "$1" mpdisc-probe -l -w 0.3 -n nobody >/dev/null 2>&1 || code=$?
    [ "$code" = 1 ]
}

# await_log LABEL PATTERN [SECONDS]
await_log() {
    await "${3:-5}" grep -q -e "$2" "$1.log"
}

# role LABEL: prints the last role in its log, "primary" or "secondary of ID".
role() {
    sed -n 's/^role: //p' "$1.log" | tail -n 1
}

# has_role LABEL PATTERN
has_role() {
    # shellcheck disable=SC2053 # a pattern
    [[ $(role "$1") == $2 ]]
}

# signal LABEL SIGNAL
signal() {
    kill -s "$2" "${pid[$1]}"
}

# finish LABEL: waits at most 5 s until the process ends; sets exit_code.
finish() {
    await 5 has_ended "${pid[$1]}"
    exit_code=0
    wait "${pid[$1]}" || exit_code=$?
}

has_ended() {
    local state
    # Not with $(<...), which ends the shell if the process disappears at this moment.
    { read -r state <"/proc/$1/stat"; } 2>/dev/null || return 0
    [[ $state == *') Z '* ]]
}

# stop LABEL [SIGNAL]
stop() {
    signal "$1" "${2:-TERM}"
    finish "$1"
}

# kill_hard LABEL: kills it with SIGKILL, without the shell's line about the killed job.
kill_hard() {
    {
        stop "$1" KILL
    } 2>/dev/null
}

# probe HOST [ARGUMENT...]: runs the probe there; sets status, output and stderr.
probe() {
    local host=$1
    shift
    run --separate-stderr on "$host" mpdisc-probe "$@"
}

# finds HOST "NAME..." [ARGUMENT...]: the probe finds exactly these sorted names and ends with 0. It
# may say that the host has no network, as many hosts of these tests.
finds() {
    local host=$1 names=$2
    shift 2
    # Joined by &&, because errexit is off if this function is a condition.
    probe "$host" -f '{name}' "$@" &&
        same "$names" "$(sort <<<"$output" | paste -s -d ' ')" &&
        same 0 "$status" &&
        case $stderr in
        *': only this host was asked: '*) [ "$(wc -l <<<"$stderr")" = 1 ] && lacks_network "$host" ;;
        *) same "" "$stderr" ;;
        esac
}

# lacks_network HOST: no interface but the loopback one is up and has an address.
lacks_network() {
    ! on "$1" ip -o address show up | grep -q -v ': lo '
}

# finds_nothing HOST [ARGUMENT...]
finds_nothing() {
    local host=$1
    shift
    probe "$host" -w 0.3 "$@" &&
        same "" "$output" &&
        same 1 "$status"
}

# found HOST "NAME..." [ARGUMENT...]: like finds(), for use as a condition.
found() {
    finds "$@" >/dev/null 2>&1
}

# port_is_held HOST: a program there has the discovery port.
port_is_held() {
    [ -n "$(on "$1" ss -Hulnp 'sport = :6737')" ]
}

# registered HOST COUNT: the host's primary knows COUNT secondaries.
registered() {
    [ "$(on "$1" mpdisc-probe --status -f tsv 2>/dev/null | grep -c '^provider.secondary')" = "$2" ]
}

# counter HOST NAME [OPTION...]: prints this counter of the host's primary.
counter() {
    local host=$1 name=$2
    shift 2
    on "$host" mpdisc-probe --status -f tsv "$@" |
        awk -F '\t' -v name="$name" '$1 == "counter" && $2 == name { print $3 }'
}

# firewall HOST HOOK RULE
firewall() {
    on "$1" nft -f - <<END
        table inet wall {
            chain $2 { type filter hook $2 priority 0; $3; }
        }
END
}

# make_key FILE: creates a key as mpdisc(7) describes.
make_key() {
    (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >"$1")
}

# same EXPECTED ACTUAL
same() {
    [ "$1" = "$2" ] && return
    printf 'expected: %q\n  actual: %q\n' "$1" "$2"
    return 1
}

# matches PATTERN TEXT: an extended regular expression
matches() {
    [[ $2 =~ $1 ]] && return
    printf 'expected to match: %s\n           actual: %q\n' "$1" "$2"
    return 1
}

# at_most LIMIT NUMBER WHAT: checks the number and shows it as a measurement.
at_most() {
    echo "# $3: $2 (at most $1)" >&3
    (($2 <= $1))
}
