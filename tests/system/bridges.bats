#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# contrib/bridges: other programs follow the services. Each test starts the real server on a host,
# offers services on another one, and reads the result through the server.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

# A server follows within this time.
follow_seconds=2

setup() {
    open_lab
    contrib=$(cd "$BATS_TEST_DIRNAME/../../contrib" && pwd)
    export MPDISC_FORMATS=$contrib/formats PATH=$contrib/bridges:$PATH
    hosts h k
    cable h eth0 192.0.2.1/24 k eth0 192.0.2.2/24
}
teardown() { close_lab; }

# needs PROGRAM...
needs() {
    local program
    for program; do
        command -v "$program" >/dev/null || skip "$program is not here"
    done
}

# answer PORT TEXT: serves TEXT on host k.
answer() {
    spawn k "answer-$1" python3 -c '
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(sys.argv[2].encode())
class Server(http.server.ThreadingHTTPServer):
    address_family = __import__("socket").AF_INET6
Server(("::", int(sys.argv[1])), Handler).serve_forever()' "$1" "$2"
    await 10 fetches "http://192.0.2.2:$1/" "$2"
}

# provide NAME PORT [OPTION...]: offers an _app._tcp service on host k.
provide() {
    spawn k "$1" mpdisc-provider -t _app._tcp -n "$1" -p "$2" "${@:3}"
    await_log "$1" '^role: '
}

# fetches URL TEXT
fetches() {
    same "$2" "$(on h curl -s --max-time 2 --noproxy '*' "$1")" >/dev/null
}

# never_fetches URL TEXT: no answer of several is TEXT.
never_fetches() {
    for _ in {1..8}; do
        ! fetches "$1" "$2" || return 1
    done
}

# gives TEXT COMMAND...: the command prints exactly this.
gives() {
    local text=$1
    shift
    same "$text" "$("$@" 2>/dev/null)" >/dev/null
}

# shellcheck disable=SC1003,SC2016 # it is not for the shell
hostile_name='; "} evil { $(touch evil) \'

@test "Prometheus has the services as targets" {
    needs prometheus curl
    mkdir targets
    printf '%s\n' 'scrape_configs:' '  - job_name: mpdisc' '    file_sd_configs:' \
        '      - files: [targets/*.json]' >prometheus.yml
    targets() {
        on h curl -s --max-time 2 --noproxy '*' 'http://127.0.0.1:9090/api/v1/targets' |
            jq -r '.data.activeTargets[] | .discoveredLabels |
                "\(.__address__) \(.__meta_mpdisc_name) \(.__meta_mpdisc_attribute_path)"' | sort
    }
    spawn h server prometheus --config.file=prometheus.yml --storage.tsdb.path=data
    await 20 gives "" targets
    await 20 grep -q 'Server is ready' server.log
    spawn h bridge mpdisc-to-prometheus targets/mpdisc.json _app._tcp
    await 10 test -e targets/mpdisc.json
    # Prometheus waits some seconds between reloads of its targets.
    provide one 8081 -a path=/metrics
    provide "$hostile_name" 8082
    await 15 gives $'192.0.2.2:8081 one /metrics\n192.0.2.2:8082 '"$hostile_name null" targets
    stop one
    stop "$hostile_name"
    await 25 gives "" targets
}

# the_proxy_follows: the proxy on port 8000 passes requests to the services that are there now.
the_proxy_follows() {
    never_fetches http://127.0.0.1:8000/ one
    answer 8081 one
    answer 8082 two
    provide one 8081
    await "$follow_seconds" fetches http://127.0.0.1:8000/ one
    provide "$hostile_name" 8082
    await "$follow_seconds" fetches http://127.0.0.1:8000/ two
    kill_hard one
    await "$follow_seconds" never_fetches http://127.0.0.1:8000/ one
    fetches http://127.0.0.1:8000/ two
}

@test "nginx passes requests to the services" {
    needs nginx curl python3
    cat >nginx.conf <<END
pid $PWD/nginx.pid;
error_log $PWD/error.log;
events {}
http {
    access_log off;
    include $PWD/mpdisc.conf;
    server { listen 8000; location / { proxy_pass http://mpdisc_app_tcp; } }
}
END
    spawn h bridge mpdisc-to-nginx -r "[ ! -e nginx.pid ] || nginx -c $PWD/nginx.conf -s reload" \
        "$PWD/mpdisc.conf" _app._tcp
    await 10 test -e mpdisc.conf
    spawn h server nginx -c "$PWD/nginx.conf" -g 'daemon off; user root;'
    await 10 test -s nginx.pid
    the_proxy_follows
}

@test "haproxy passes requests to the services" {
    needs haproxy curl python3
    cat >haproxy.cfg <<END
global
    pidfile $PWD/haproxy.pid
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
frontend main
    bind 127.0.0.1:8000
    default_backend mpdisc_app_tcp
END
    # shellcheck disable=SC2016 # for the command
    spawn h bridge mpdisc-to-haproxy -r '[ ! -e haproxy.pid ] || kill -USR2 $(cat haproxy.pid)' \
        mpdisc.cfg _app._tcp
    await 10 test -e mpdisc.cfg
    spawn h server haproxy -W -p haproxy.pid -f haproxy.cfg -f mpdisc.cfg
    await 10 test -s haproxy.pid
    the_proxy_follows
}

@test "nginx and haproxy accept services of one name and two protocols" {
    needs nginx haproxy
    provide one 8081 -t _app._udp -n one -p 8082 -t _a-p._tcp -n one -p 8083 -t _ap._tcp -n one -p 8084
    on h mpdisc-probe --output nginx.part -f @nginx-upstream
    same 4 "$(grep -c '^upstream' nginx.part)"
    printf 'pid %s/pid; events {}\nhttp { include %s/nginx.part; }\n' "$PWD" "$PWD" >nginx.conf
    nginx -t -c "$PWD/nginx.conf"
    on h mpdisc-probe --output haproxy.part -f @haproxy
    printf '%s\n' defaults '    mode http' '    timeout connect 2s' '    timeout client 2s' \
        '    timeout server 2s' 'frontend main' '    bind 127.0.0.1:8000' >haproxy.cfg
    haproxy -c -f haproxy.cfg -f haproxy.part
}

@test "dnsmasq answers with the services" {
    needs dnsmasq dig
    look() {
        on h dig +short +time=1 +tries=1 -p 5353 @127.0.0.1 "$@"
    }
    start_dnsmasq() {
        spawn h server dnsmasq -d -p 5353 -C dnsmasq.conf --no-resolv --no-hosts -i lo
    }
    on h mpdisc-probe --output dnsmasq.conf -f @dnsmasq -w 1 || true
    [ -e dnsmasq.conf ]
    provide one 8081 -a 'path=/x, "y" \z' -a flag
    provide "$hostile_name" 8082
    # Escaped, these attributes are a line that is too long for dnsmasq.
    quotes=$(printf '%0250d' 0 | tr 0 '"')
    provide long 8083 -a "a=$quotes" -a "b=$quotes" -a "c=$quotes" -a port=0
    on h mpdisc-probe --output dnsmasq.conf -f @dnsmasq
    start_dnsmasq
    await 10 gives '0 0 8081 k.mpdisc.' look one._app._tcp.mpdisc SRV
    same '_app._tcp.mpdisc.' "$(look _services._dns-sd._udp.mpdisc PTR | sort -u)"
    same '192.0.2.2' "$(look k.mpdisc A)"
    same '"path=/x, \"y\" \\z" "flag"' "$(look one._app._tcp.mpdisc TXT)"
    same 2 "$(look _app._tcp.mpdisc PTR | wc -l)"
}

# --- DNS updates ---------------------------------------------------------------------------------

# look_up TYPE NAME: what the server of the zone answers, sorted.
look_up() {
    on h dig +short +time=1 +tries=1 -p 5300 @127.0.0.1 -q "$2" -t "$1" | sort
}

# zone_serves: the server answers for the zone.
zone_serves() {
    [ -n "$(look_up SOA home.example)" ]
}

# the_zone_follows: what a server's zone has while providers come, change and go, and while the
# bridge is killed.
the_zone_follows() {
    bridge=(mpdisc-to-dns -z home.example -d state -s 127.0.0.1:5300 -k key _app._tcp)
    spawn h bridge "${bridge[@]}"
    provide one 8081 -a path=/x
    await "$follow_seconds" gives '0 0 8081 k.home.example.' look_up SRV one._app._tcp.home.example
    same one._app._tcp.home.example. "$(look_up PTR _app._tcp.home.example)"
    same _app._tcp.home.example. "$(look_up PTR _services._dns-sd._udp.home.example)"
    same '"" "path=/x"' "$(look_up TXT one._app._tcp.home.example)"
    same 192.0.2.2 "$(look_up A k.home.example)"
    provide "$hostile_name" 8082
    await "$follow_seconds" gives 2 eval 'look_up PTR _app._tcp.home.example | wc -l'
    # Another port: the old record goes.
    stop one
    provide one 8083
    await "$follow_seconds" gives '0 0 8083 k.home.example.' look_up SRV one._app._tcp.home.example
    # What goes while the bridge is away is removed when it is back.
    kill_hard bridge
    stop one
    spawn h bridge "${bridge[@]}"
    await 5 gives "" look_up SRV one._app._tcp.home.example
    stop "$hostile_name"
    await 10 gives "" look_up PTR _app._tcp.home.example
    same "" "$(look_up A k.home.example)"
}

# start_bind: starts BIND with the zone, which the key of the file "key" may update.
start_bind() {
    cat >named.conf <<END
include "$PWD/key";
options {
    directory "$PWD"; listen-on port 5300 { 127.0.0.1; }; listen-on-v6 { none; };
    pid-file none; session-keyfile none; recursion no; dnssec-validation no;
};
controls {};
zone "home.example" { type primary; file "zone"; allow-update { key bridge; }; };
END
    # shellcheck disable=SC2016 # for the server
    printf '%s\n' '$TTL 60' '@ SOA ns hostmaster 1 60 60 60 60' '@ NS ns' 'ns A 127.0.0.1' >zone
    spawn h server named -g -c named.conf
    await 15 zone_serves
}

@test "BIND has the services in a zone" {
    needs named nsupdate dig tsig-keygen
    tsig-keygen bridge >key
    start_bind
    the_zone_follows
}

@test "Knot has the services in a zone" {
    needs knotd nsupdate dig tsig-keygen
    tsig-keygen bridge >key
    mkdir -p knot/zones
    cat >knot.conf <<END
server:
    rundir: $PWD/knot
    listen: 127.0.0.1@5300
key:
  - id: bridge
    algorithm: hmac-sha256
    secret: $(sed -n 's/.*secret "\(.*\)";/\1/p' key)
acl:
  - id: bridge
    key: bridge
    action: update
database:
    storage: $PWD/knot
zone:
  - domain: home.example
    storage: $PWD/knot/zones
    file: zone
    acl: bridge
END
    # shellcheck disable=SC2016 # for the server
    printf '%s\n' '$TTL 60' '$ORIGIN home.example.' '@ SOA ns hostmaster 1 60 60 60 60' '@ NS ns' \
        'ns A 127.0.0.1' >knot/zones/zone
    spawn h server knotd -c knot.conf
    await 15 zone_serves
    the_zone_follows
}

@test "an update that fails is tried again" {
    needs named nsupdate dig tsig-keygen
    tsig-keygen bridge >key
    provide one 8081
    spawn h bridge mpdisc-to-dns -z home.example -d state -s 127.0.0.1:5300 -k key _app._tcp
    await_log bridge 'exited with status' 30
    start_bind
    await 30 gives '0 0 8081 k.home.example.' look_up SRV one._app._tcp.home.example
}

@test "a host whose name is no label stops no other service" {
    needs named nsupdate dig tsig-keygen
    tsig-keygen bridge >key
    start_bind
    spawn h bridge mpdisc-to-dns -z home.example -d state -s 127.0.0.1:5300 -k key _app._tcp
    on k sh -c 'echo Bobs-PC- >/proc/sys/kernel/hostname'
    provide one 8081
    spawn k dash mpdisc-provider -t _app._tcp -n -dash- -p 8082
    await 5 gives '0 0 8081 Bobs-PCx.home.example.' look_up SRV one._app._tcp.home.example
    await 5 gives '0 0 8082 Bobs-PCx.home.example.' look_up SRV -dash-._app._tcp.home.example
    same "" "$(<bridge.log)"
}

# --- Avahi and etcd ------------------------------------------------------------------------------

# start_avahi HOST: starts Avahi with the directory HOST/services.
start_avahi() {
    mkdir -p "$1/services" "$1/run"
    printf '%s\n' '[server]' "host-name=$1" 'use-ipv6=no' '[publish]' 'publish-workstation=no' \
        >"$1/avahi.conf"
    # shellcheck disable=SC2016 # for the inner shell
    spawn "$1" "avahi-$1" unshare -m sh -c '
        mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon &&
        mount --bind "$1/services" /etc/avahi/services &&
        dbus-daemon --system --fork --nopidfile && echo $$ >"$1/process" &&
        exec avahi-daemon --no-drop-root --no-chroot -f "$1/avahi.conf"' sh "$1"
    await_log "avahi-$1" 'Server startup complete' 20
}

# browse: what Avahi finds from host k.
browse() {
    nsenter -t "$(<k/process)" -m -n -u -- \
        avahi-browse -r -p -t _app._tcp | awk -F ';' '$1 == "=" { print $4, $9 }' | sort -u
}

@test "Avahi offers the services of its host" {
    needs avahi-daemon avahi-browse dbus-daemon
    [ "$(id -u)" = 0 ] || skip "it takes root to start Avahi"
    start_avahi h
    start_avahi k
    mkdir -p list
    : >h/services/mpdisc-123.service
    spawn h bridge mpdisc-to-avahi -d "$PWD/h/services" _app._tcp
    spawn h one mpdisc-provider -t _app._tcp -n "one & <two>" -p 8081 -a path=/x
    await 10 gives 'one\032\038\032\060two\062 8081' browse
    [ ! -e h/services/mpdisc-123.service ]
    stop one
    await 10 gives "" browse
    stop bridge
    same "" "$(ls h/services)"
}

@test "etcd has a key for each service" {
    needs etcd etcdctl
    keys() {
        on h etcdctl get --prefix /mpdisc/ | sed 's,/mpdisc/_app._tcp/[0-9a-f]*/,,' | paste - - |
            awk -F '\t' '{ print $1 }'
    }
    export ETCDCTL_API=3
    spawn h server etcd --data-dir data
    await 20 on h etcdctl endpoint health
    spawn h bridge mpdisc-to-etcd _app._tcp
    provide one 8081
    await "$follow_seconds" gives one keys
    same 8081 "$(on h etcdctl get --prefix --print-value-only /mpdisc/ | jq .port)"
    provide "$hostile_name" 8082
    await "$follow_seconds" gives $'%3B%20%22%7D%20evil%20%7B%20%24(touch%20evil)%20%5C\none' \
        eval 'keys | sort'
    kill_hard bridge
    stop one
    spawn h bridge mpdisc-to-etcd _app._tcp
    await 5 gives '%3B%20%22%7D%20evil%20%7B%20%24(touch%20evil)%20%5C' keys
}
