#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Wrong use gives one clear line on stderr and exit code 2. If the system refuses something, the
# exit code is 3.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
}
teardown() { close_lab; }

# refused CODE PATTERN COMMAND [ARGUMENT...]: the command ends with CODE and prints a matching line
# on stderr, at most followed by a hint at --help.
refused() {
    local code=$1 pattern=$2
    shift 2
    run --separate-stderr on h timeout 5 "$@"
    same "$code" "$status" || { echo "of: $*"; return 1; }
    same "" "$output"
    matches "^$pattern$" "${stderr_lines[0]}"
    matches "^(Try '$1 --help'\.)?$" "${stderr_lines[1]:-}"
    same "" "${stderr_lines[2]:-}"
}

# provider_refused PATTERN [ARGUMENT...], probe_refused PATTERN [ARGUMENT...]
provider_refused() {
    local pattern=$1
    shift
    refused 2 "mpdisc-provider: $pattern" mpdisc-provider "$@"
}

probe_refused() {
    local pattern=$1
    shift
    refused 2 "mpdisc-probe: $pattern" mpdisc-probe "$@"
}

# config_refused PATTERN: the provider refuses the configuration on stdin. The first mistake that it
# names matches.
config_refused() {
    local line
    cat >wrong.conf
    run --separate-stderr on h timeout 5 mpdisc-provider -c wrong.conf
    same 2 "$status"
    same "" "$output"
    matches "^mpdisc-provider: $1$" "${stderr_lines[0]}"
    for line in "${stderr_lines[@]}"; do
        matches "^mpdisc-provider: wrong\.conf:[0-9]+: " "$line"
    done
}

service=(-t _http._tcp -p 80 -n name)
# Runs a command without privileges, even if root runs the tests.
unprivileged=(setpriv --bounding-set -all --inh-caps -all)

@test "malformed types are refused" {
    for type in http _http _http._sctp _http.tcp '_._tcp' '_-a._tcp' '_a-._tcp' '_a--b._tcp' \
        '_123._tcp' '_sixteen-letters-x._tcp' '_http._tcp.local' '' '_ht tp._tcp' $'_ht\ntp._tcp'; do
        provider_refused "bad type '.*': .+" -t "$type" -p 80
        probe_refused "bad type '.*': .+" -- "$type"
    done
    probe_refused "bad type '_i._tcp': there may be at most 8 types" _{a..i}._tcp
    probe_refused "bad type 'b': .+" _a._tcp -t b
}

@test "malformed ports are refused" {
    for port in 0 70000 65536 -1 +1 8e1 0x50 '' ' 80' 99999999999999999999999 http; do
        provider_refused "bad port '.*': the port must be 1 to 65535" -t _http._tcp --port="$port"
        provider_refused "bad discovery-port '.*': .+" "${service[@]}" --discovery-port="$port"
        probe_refused "bad discovery-port '.*': .+" -P "$port"
    done
}

@test "malformed names are refused" {
    provider_refused "bad name '.*': .*63 bytes.*" -t _http._tcp -p 80 -n "$(printf '%064d' 0)"
    provider_refused "bad name '.*': .*63 bytes.*" -t _http._tcp -p 80 -n "$(printf '\303\251%.0s' {1..32})"
    provider_refused "bad name '': .+" -t _http._tcp -p 80 -n ''
    for name in $'\xff' $'\xc3' $'\xed\xa0\x80' $'\xc0\x80' $'a\nb' $'a\tb' $'\e[31m' $'\x7f' $'\xc2\x9b'; do
        provider_refused "bad name '.*': .*(UTF-8|control).*" -t _http._tcp -p 80 -n "$name"
        probe_refused "bad name '.*': .*(UTF-8|control).*" -n "$name"
    done
}

@test "malformed attributes are refused" {
    for attribute in '=value' '=' '' $'k\xc3\xa9y=1' $'a\tb=1'; do
        provider_refused "bad attr '.*': .*key.*" "${service[@]}" -a "$attribute"
        probe_refused "bad attr '.*': .*key.*" -a "$attribute"
    done
    provider_refused "bad attr '.*': .*UTF-8.*" "${service[@]}" -a $'key=\xff'
    provider_refused "bad attr '.*': .*255.*" "${service[@]}" -a "key=$(printf '%0252d' 0)"
    provider_refused "bad attr '.*': .+" "${service[@]}" -a path=/a -a PATH=/b
    many=()
    for number in {1..65}; do many+=(-a "k$number"); done
    provider_refused "bad attr 'k65': .*64.*" "${service[@]}" "${many[@]}"
}

@test "a service too large for a datagram is refused at the start" {
    large=()
    for number in 1 2 3 4 5; do large+=(-a "key$number=$(printf '%0240d' 0)"); done
    provider_refused "bad attr '.*': .+" "${service[@]}" "${large[@]}"
    # A service that is accepted is also found.
    offer h fits "${large[@]:0:8}" -a "rest=$(printf '%020d' 0)"
    finds h "fits" -l
}

@test "unknown options, and options without their value, are refused" {
    provider_refused "unknown option '--nonsense'" --nonsense
    provider_refused "unknown option '--leese'; did you mean '--lease'\?" --leese
    provider_refused "option '--check-interval' needs a value: SEC" --check-i
    provider_refused "option '--con' is ambiguous: --config, --config-dir" --con
    provider_refused "unknown option '-z'" -z
    provider_refused "unknown option '-z80'" -z80
    provider_refused "option '--type' needs a value: TYPE" -t
    provider_refused "option '--lease' needs a value: SEC" "${service[@]}" --lease
    provider_refused "option '--verbose' takes no value" "${service[@]}" --verbose=1
    provider_refused "unexpected argument 'x'.*" "${service[@]}" x
    provider_refused "--port is given twice" "${service[@]}" -p 81
    provider_refused "--type _ipp\._tcp: this service has no port" "${service[@]}" -t _ipp._tcp
    provider_refused "with several services, .*" -p 80 -t _http._tcp -t _ipp._tcp -p 631
    provider_refused "a command must follow '--'" "${service[@]}" --
    provider_refused "no service to offer.*"
    provider_refused "--type _http\._tcp: this service has no port" -t _http._tcp
    provider_refused "--type is missing: --port, --name, --attr and --check need it" -p 80
    probe_refused "unknown option '--nonsense'" --nonsense
    probe_refused "unknown option '--tiemout'; did you mean '--timeout'\?" --tiemout 2
    probe_refused "option '--i' is ambiguous: --interface, --interval" --i
    probe_refused "--time needs --watch" --time
    probe_refused "--no-header needs the format table" --no-header -f sh
    probe_refused "--null needs the format tsv, json or a template" -0 -f table
    probe_refused "option '--count' needs a value: N" -c
    probe_refused "option '--first' takes no value" --first=2
}

@test "malformed times, counts and networks are refused" {
    for time in -1 1s '' nan 1e3 1,5 86401 999999999999; do
        provider_refused "bad heartbeat '.*': .+" "${service[@]}" --heartbeat="$time"
        provider_refused "bad lease '.*': .+" "${service[@]}" --lease="$time"
        probe_refused "bad timeout '.*': .+" --timeout="$time"
        probe_refused "bad interval '.*': .+" --interval="$time"
    done
    probe_refused 'a --timeout of 0 needs --wait or --gone' -w 0
    probe_refused "bad timeout '3601': .+" -w 3601
    provider_refused "bad heartbeat '0\.05': .*at least 0\.1 seconds.*" "${service[@]}" --heartbeat 0.05
    provider_refused "the heartbeat must be shorter than the lease" "${service[@]}" \
        --heartbeat 2 --lease 2
    for count in 0 -1 x '' 4294967296; do probe_refused "bad count '.*': .+" --count="$count"; done
    for count in -1 x ''; do probe_refused "bad repeat '.*': .+" --repeat="$count"; done
    for network in 192.0.2.0/33 192.0.2 2001:db8::/129 example.org '' 192.0.2.0/; do
        provider_refused "bad allow '.*': .+" "${service[@]}" --allow "$network"
    done
    for target in 192.0.2.256 example..org '' 192.0.2.1:0 192.0.2.1:65536 '[192.0.2.1]:80' 'fe80::1%eth0' \
        '[2001:db8::1' '192.0.2.1:'; do
        probe_refused "bad --to address '.*': .+" --to "$target"
    done
}

@test "malformed formats are refused" {
    for format in xml '' JSON '{nonsense}' '{name' 'name}' '{attr.}' '{name}\q' '{}'; do
        probe_refused "bad format '.*': .+" -f "$format"
    done
    probe_refused "--status .*" --status -1
    probe_refused "--status .*" --status _http._tcp
    probe_refused "--status .*formats.*" --status -f sh
    probe_refused "--status .*formats.*" --status -f '{name}'
}

@test "interfaces that do not exist are refused" {
    probe_refused ".*interface.*: 'eth7'" -i eth7
    provider_refused "bad interface '': .+" "${service[@]}" -i ''
    probe_refused "bad interface '$(printf '%064d' 0)': .+" -i "$(printf '%064d' 0)"
}

@test "a file that can't be read is refused" {
    provider_refused "cannot read '/nowhere/at/all': No such file or directory" -c /nowhere/at/all
    provider_refused "cannot read '/': Is a directory" -c /
    head -c 1100000 /dev/zero | tr '\0' '\n' >large.conf
    provider_refused "cannot read 'large.conf': .*1 MiB" -c large.conf
    provider_refused "--config is given twice.*" -c a -c b
    provider_refused "cannot read '/nowhere/at/all': No such file or directory" --config-dir /nowhere/at/all
    provider_refused "cannot read 'large.conf': Not a directory" --config-dir large.conf
    : >empty.conf
    refused 2 "mpdisc-provider: empty\.conf: there is no \[service\] section" mpdisc-provider -c empty.conf
    : >secret.conf
    chmod 0 secret.conf
    refused 2 "mpdisc-provider: cannot read 'secret.conf': Permission denied" \
        "${unprivileged[@]}" mpdisc-provider -c secret.conf
}

@test "a malformed file is refused with its name and line" {
    at='wrong\.conf:'
    config_refused "${at}2: unknown key 'nmae'" <<<$'[service]\nnmae = x'
    config_refused "${at}1: unknown section 'servce'" <<<'[servce]'
    config_refused "${at}1: .*" <<<'[service'
    config_refused "${at}3: .*" <<<$'\n# comment\nname = x'
    config_refused "${at}2: .*" <<<$'[service]\nno equals sign'
    config_refused "${at}2: .*quote.*" <<<$'[service]\nname = "x'
    config_refused "${at}2: .*backslash.*" <<<$'[service]\nname = "\\q"'
    config_refused "${at}2: bad name .*" <<<$'[service]\nname = "a\\nb"'
    config_refused "${at}2: bad port '70000': .*" <<<$'[service]\nport = 70000'
    config_refused "${at}2: bad type 'http': .*" <<<$'[service]\ntype = http'
    config_refused "${at}2: bad attr '=x': .*" <<<$'[service]\nattr = =x'
    config_refused "${at}3: 'port' is given twice.*" <<<$'[service]\nport = 1\nport = 2'
    config_refused "${at}1: this service has no type" <<<$'[service]\nport = 80'
    config_refused "${at}1: this service has no port" <<<$'[service]\ntype = _http._tcp'
    config_refused "${at}2: .*UTF-8" <<<$'[service]\nname = \xff'
    config_refused "${at}2: .*" < <(printf '[service]\nname = a\0b\n')
    config_refused "${at}2: bad heartbeat .*" <<<$'[provider]\nheartbeat = soon'
    good=$'[service]\ntype = _http._tcp\nport = 80\n'
    config_refused "${at}5: .*heartbeat.* 0\.1 .*" <<<"$good"$'[provider]\nheartbeat = 0.05'
    config_refused "${at}[56]: .*heartbeat.*shorter.*lease" <<<"$good"$'[provider]\nheartbeat = 2\nlease = 2'
    config_refused "${at}2: bad family .*" <<<$'[provider]\nfamily = 4'
    config_refused "${at}3: .*twice" <<<$'[provider]\n\n[provider]'
    config_refused "${at}5: .*" <<-'END'
		[service]
		type = _http._tcp
		port = 80
		name = twice
		[service]
		type = _http._tcp
		port = 81
		name = twice
	END
}

@test "all mistakes are listed, at a start and by --check-config" {
    cat >wrong.conf <<-'END'
		[provider]
		lease = soon
		key-file = nowhere
		[servce]
		[service]
		port = 70000
	END
    cat >expected <<-'END'
		mpdisc-provider: wrong.conf:2: bad lease 'soon': it must be 0.2 to 86400 seconds, with up to three decimals
		mpdisc-provider: wrong.conf:4: unknown section 'servce'
		mpdisc-provider: wrong.conf:6: bad port '70000': the port must be 1 to 65535
		mpdisc-provider: wrong.conf:5: this service has no type
		mpdisc-provider: wrong.conf:3: nowhere: No such file or directory
	END
    for option in --check-config --quiet; do
        run --separate-stderr on h timeout 5 mpdisc-provider -c wrong.conf "$option"
        same 2 "$status"
        same "" "$output"
        same "$(<expected)" "$stderr"
    done
}

@test "--check-config says nothing of a right configuration, and offers nothing" {
    printf '[service]\ntype = _http._tcp\nport = 80\n' >right.conf
    run --separate-stderr on h timeout 5 mpdisc-provider -c right.conf --check-config -- touch started
    same 0 "$status"
    same "" "$output$stderr"
    [ ! -e started ]
    on h timeout 5 mpdisc-provider "${service[@]}" --check-config
}

@test "a configuration on standard input is checked like a file" {
    run --separate-stderr on h timeout 5 mpdisc-provider -c - --check-config <<<$'[provider]\nlease = 1\nheartbeat = 2\n[service]\nport = 1'
    same 2 "$status"
    same "mpdisc-provider: standard input:4: this service has no type
mpdisc-provider: standard input:3: the heartbeat must be shorter than the lease" "$stderr"
    refused 2 "mpdisc-provider: standard input: there is no \[service\] section" mpdisc-provider -c - </dev/null
    on h timeout 5 mpdisc-provider -c - --check-config \
        < <(echo '[service]'; sleep 0.2; printf 'type = _a._udp\nport = 1\n')
}

@test "a malformed key file is refused with its name and line, and the place that names it" {
    printf '%032d\nkey\n' 0 >wrong.keys
    chmod 600 wrong.keys
    provider_refused "wrong\.keys:2: a key must .*" "${service[@]}" -k wrong.keys
    probe_refused "wrong\.keys:2: a key must .*" -k wrong.keys
    probe_refused "wrong\.keys:2: a key must .*" --status -k wrong.keys
    probe_refused "nowhere: No such file or directory" -k nowhere
    config_refused "wrong\.conf:2: wrong\.keys:2: a key must .*" <<<$'[provider]\nkey-file = wrong.keys\n[service]\ntype = _a._udp\nport = 1'
    config_refused "wrong\.conf:2: nowhere: No such file or directory" <<<$'[provider]\nkey-file = nowhere\n[service]\ntype = _a._udp\nport = 1'
}

@test "a forbidden port is a system error" {
    refused 3 'mpdisc-provider: error: .*: Permission denied' \
        "${unprivileged[@]}" mpdisc-provider "${service[@]}" -P 1023
}
