# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash and examples.bash set
#
# The network where the examples of the pages find what they look for, and what each must do there.

# offices: two hosts of one link; both have the services that the examples look for.
offices() {
    local host
    hosts pc server
    cable pc eth0 192.0.2.10/24 server eth0 192.0.2.20/24
    set_up pc eth0 198.51.100.6/24
    set_up server eth0 198.51.100.7/24
    for host in pc server; do
        spawn "$host" "$host" mpdisc-provider \
            -t _http._tcp -p 80 -n 'Team wiki' -a path=/wiki \
            -t _http._tcp -p 8080 -n Router -a path=/admin \
            -t _ipp._tcp -p 631 -n Printer -a color \
            -t _ipp._tcp -p 632 -n 'Office 2' -a color=yes \
            -t _postgresql._tcp -p 5432 -n db \
            -t _db._tcp -p 5433 -n db \
            -t _app._tcp -p 8081 -n app \
            -t _metrics._tcp -p 9100 -n metrics \
            -t _mqtt._tcp -p 1883 -n Sensor \
            -t _worker._tcp -p 7001 -n w1 \
            -t _worker._tcp -p 7002 -n w2
        await_log "$host" '^role: '
    done
    offer pc secondary
    make_stand_ins
    make_root
}

# make_stand_ins: puts programs into the PATH that do nothing, in place of those that the examples use
# beside mpdisc's own.
make_stand_ins() {
    local name
    mkdir bin
    for name in curl dot mail nginx psql systemctl umount vi; do
        printf '#!/bin/sh\nexit 0\n' >"bin/$name"
    done
    chmod +x bin/*
    PATH=$PWD/bin:$sources/contrib/monitoring:$sources/contrib/bridges:$PATH
    export MPDISC_FORMATS=$sources/contrib/formats
    unset EDITOR
}

# make_root: makes the directory where the examples run, with a directory that takes the place of the
# file system's root, and a keyboard on which nothing is typed.
make_root() {
    mkdir -p desk/root/{run,etc/{mpdisc/services.d,nginx/conf.d,haproxy,prometheus/targets}} \
        desk/root/var/lib/prometheus/node-exporter
    cp "$sources/contrib/provider.conf.example" desk/root/etc/mpdisc/provider.conf
    make_key desk/root/etc/mpdisc/key
    mkfifo desk/keyboard
}

# in_root FILE: makes the example use that directory.
in_root() {
    sed -i -E "s,(^|[ =:>'\"])/(etc|var|run)/,\1$PWD/desk/root/\2/,g" "$1"
}

# has_shown_a_service: the example has written the address of an office: to its output, or to a file.
has_shown_a_service() {
    find desk -type f -newer desk/began -exec cat {} + | grep -q -a -F -e 192.0.2. -e 198.51.100.
}

# complains: prints what the programs of mpdisc say about the example.
complains() {
    grep -E '^mpdisc-(probe|provider): ' desk/out
}

# ends_well FILE: the example succeeds. A provider may go on instead.
ends_well() {
    local code=0 limit=10 good=0
    ! grep -q mpdisc-provider "$1" || limit=2 good='0|124'
    # These find nothing: a key of its own, and an explanation why nothing is found.
    ! grep -q -E -e '-probe (-k|--explain) ' "$1" || good=1
    on pc timeout -k 1 "$limit" env -C desk sh -e "$1" >desk/out 2>&1 </dev/null || code=$?
    [[ $code =~ ^($good)$ ]] || { echo "exit status $code"; return 1; }
    [ "$code" = 1 ] || ! complains
}

# goes_on FILE: the example, a watch, shows a service and goes on. Its end is no part of this: the signal
# also reaches commands that the example runs, and the watch reports them.
goes_on() {
    local run=(sh -e "$1")
    ! grep -q -e --live "$1" || run=(script -q -e -c "sh -e $1" /dev/null)
    spawn pc example timeout -k 1 30 env -C desk sh -c '"$@" >out 2>&1 <>keyboard' sh "${run[@]}"
    if grep -q -w removed "$1"; then
        # It writes only when a service is gone.
        ! await 2 has_ended "${pid[example]}" >/dev/null
    else
        await 10 has_shown_a_service
    fi && ! has_ended "${pid[example]}" && ! complains && stop example
}

# works FILE
works() {
    local how=ends_well
    ! grep -q -E -e '--(watch|live|repeat 0)' "$1" || how=goes_on
    in_root "$1"
    touch desk/began
    "$how" "$1" || { printf '%s: does not work:\n' "$1"; cat "$1" desk/out; return 1; }
}

# all_work PAGE
all_work() {
    local example
    take_examples "$1" sh
    for example in "${examples[@]}"; do
        works "$example"
    done
}
