#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The examples of README.md, INSTALL.md and the manual pages work as they are printed there.

# shellcheck disable=SC2016,SC2154 # for other shells; what bats and lab.bash set
load lab
load examples
load offices

setup() { open_lab; }
teardown() { close_lab; }

# has_providers COUNT: for a session, which lacks the functions of the laboratory.
has_providers() {
    [ "$(command mpdisc-probe --status -f tsv 2>/dev/null | grep -c ^provider)" = "$1" ]
}

# run_session FILE: runs the commands of a session in one shell, and prints it as it should be. Waits
# after each provider until it is registered.
run_session() {
    local command providers=0
    {
        declare -f now_us await has_providers
        echo 'mpdisc-probe() { command mpdisc-probe -f table "$@"; }'
        while read -r command; do
            printf 'echo %q\n%s\n' "\$ $command" "$command"
            [ "${command%&}" = "$command" ] || echo "await 10 has_providers $((++providers)) >&2 || exit"
        done < <(sed -n 's/^\$ //p' "$1")
        echo 'kill -s TERM %2'
    } >session
    on gateway bash session 2>session.log
}

# sort_rows: sorts the output of each command of a session, whose order is not promised.
sort_rows() {
    awk '/^\$ / { command++ } { printf "%02d %s\n", command, $0 }' | LC_ALL=C sort
}

@test "the session in README prints what is printed there" {
    hosts gateway pc
    cable gateway eth0 192.0.2.10/24 pc eth0 192.0.2.20/24
    take_example README.md console
    run_session "$example" >shown
    same "$(sort_rows <"$example")" "$(sort_rows <shown)"
}

@test "the program in README offers its service" {
    hosts pc
    take_example README.md c
    cc -Wall -Wextra -I"$sources/include" -o thermometer "$example" \
        "${MPDISC_BIN:-$sources/build}/libmpdisc.so.0"
    spawn pc t env LD_LIBRARY_PATH="${MPDISC_BIN:-$sources/build}" ./thermometer
    await 5 on pc mpdisc-probe -l -n Thermometer _http._tcp
}

@test "the programs in the pages of the library compile" {
    take_examples man/mpdisc-c.3 c
    for program in "${examples[@]}"; do
        cc -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
    take_examples man/mpdisc.3 cc
    for program in "${examples[@]}"; do
        c++ -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I"$sources/include" "$program"
    done
}

@test "make has the targets and variables that README and INSTALL use" {
    for page in README.md INSTALL.md; do
        take_examples "$page" sh '^\(sudo \)*make '
        sed -n 's/ *#.*//; s/^\(sudo \)*make  *//p' "${examples[@]}" >>arguments
    done
    tr ' ' '\n' <arguments | sed 's/=.*/=/; /^$/d' | sort -u >words
    [ -s words ]
    make -s -C "$sources" help >targets
    while read -r word; do
        case $word in *=) like="(^|[ ])$word" ;; *) like="^  $word( |$)" ;; esac
        grep -q -E -e "$like" targets || { echo "make help does not have $word"; return 1; }
    done <words
}

@test "the examples in README work" {
    offices
    take_examples README.md sh
    for file in "${examples[@]}"; do
        grep -q '^\(sudo \)*make' "$file" || works "$file"
    done
}

@test "the examples in mpdisc-probe(1) work" {
    offices
    all_work man/mpdisc-probe.1
}

@test "the explanation in mpdisc-probe(1) is what the program prints" {
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    offer pc web
    take_example man/mpdisc-probe.1 sh --explain
    command=$(<"$example")
    take_example man/mpdisc-probe.1 txt '^nothing found: '
    run -1 on pc sh -c "$command"
    same "$(<"$example")" "$output"
}

@test "the examples in mpdisc-provider(8) work" {
    offices
    all_work man/mpdisc-provider.8
}

@test "the examples in mpdisc-format(5) work" {
    offices
    all_work man/mpdisc-format.5
}

@test "the formats in mpdisc-format(5) print what is printed there" {
    switch s
    hosts pc pear plum
    plug pc eth0 s 192.0.2.1/24
    plug pear eth0 s 192.0.2.2/24
    plug plum eth0 s 192.0.2.7/24
    spawn pear pear mpdisc-provider -t _http._tcp -n Shop -p 80 -t _http._tcp -n Wiki -p 8080
    spawn plum plum mpdisc-provider -t _ipp._tcp -n Printer -p 631
    await_log pear '^role: '
    await_log plum '^role: '
    # prints COMMAND OUTPUT: the examples that have these lines belong together.
    prints() {
        take_example man/mpdisc-format.5 sh "$1"
        on pc sh -e "$example" >shown
        take_example man/mpdisc-format.5 txt "$2"
        same "$(<"$example")" "$(<shown)"
    }
    prints '^mpdisc-probe -f @./by-host$' '^Services of pear:$'
    prints '^mpdisc-probe -f @./array$' '^\[$'
}

@test "the commands for routers in mpdisc(7) work" {
    offices
    take_example man/mpdisc.7 txt '^mpdisc-provider .* --allow '
    split -l 1 "$example" command-
    for command in command-*; do
        works "$PWD/$command"
    done
}

@test "a provider and a probe with a key find each other by the commands in mpdisc(7)" {
    hosts pc
    take_example man/mpdisc.7 txt '^mpdisc-probe -k FILE \.\.\.$'
    # matching COMMAND: prints the line, with a name for FILE.
    matching() { sed -n "s/FILE/key/; s/ \.\.\.\$//; /^$1/p" "$example" | grep .; }
    on pc sh -e -c "$(matching '(umask')"
    spawn pc keyed sh -c "exec $(matching mpdisc-provider) -t _ssh._tcp -p 22"
    await_log keyed '^role: '
    same pc "$(on pc sh -c "$(matching mpdisc-probe) -f '{name}'")"
    finds_nothing pc
}

@test "the firewall rules in mpdisc(7) let searches through" {
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    take_example man/mpdisc.7 txt '^table inet filter'
    provider=$example
    on server nft -f "$provider"
    offer server wiki
    for port in 32768 6739; do
        take_example man/mpdisc.7 txt "^ip saddr.*dport $port"
        # The rules take the place of the provider's, which allow its two ports.
        sed -e "/dport 6737-6738/d" -e "/nd-neighbor/r $example" "$provider" >"$port.nft"
        on pc sh -c "nft flush ruleset; nft -f $port.nft"
        case $port in 6739) options=(--from-port 6739) ;; *) options=() ;; esac
        same "wiki" "$(on pc mpdisc-probe "${options[@]}" -f '{name}')"
    done
    same "" "$(on pc mpdisc-probe -f '{name}' 2>/dev/null)"
}
