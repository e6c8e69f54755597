#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs with shared keys, on real networks.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd

setup() {
    open_lab
    hosts h
    make_key old.key
    make_key new.key
    make_keys both.key old.key new.key
    make_keys turned.key new.key old.key
}
teardown() { close_lab; }

# make_keys FILE FILE...: writes the keys of the other files to the first one, in that order.
make_keys() {
    (umask 077 && awk 1 "${@:2}" >"$1")
}

# forge HOST [ADDRESS]: answers each request there like a provider without keys.
forge() {
    # shellcheck disable=SC2016 # for perl
    spawn "$1" forger perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(6737, INADDR_ANY)) or die;
        sub field { pack "nn/a*", @_ }
        while (my $from = recv $socket, my $request, 65536, 0) {
            my ($id, $type) = ("x" x 16, ord substr $request, 4, 1);
            my $fields = $type == 1
                ? field(6, substr $request, 20, 1) . field(1, $id) . field(2, "\1") . field(3, "liar")
                  . field(5, pack "N", 60) . field(7, $id . pack "NNC", 1, 1, 0)
                  . field(8, field(9, "forged") . field(10, "_http._tcp") . field(11, pack "n", 80))
                : field(1, $id) . field(32, pack "N", 0);
            send $socket, pack("a4CCn", "MPD1", $type + 1, 0, length $fields)
                . substr($request, 8, 8) . $fields, 0, $from;
        }'
    await 5 port_is_held "$1"
}

@test "a provider with a key is found only by probes with that key" {
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    offer h a -k old.key
    offer h b --key-file=old.key
    same primary "$(role a)"
    matches '^secondary of ' "$(role b)"
    for host in h other; do
        finds "$host" "a b" -k old.key
        finds_nothing "$host"
        finds_nothing "$host" -k new.key
    done
    finds h "a b" -l -k both.key
    for family in -4 -6; do finds other "a b" "$family" -k old.key; done
    (($(on h mpdisc-probe --status -k old.key | awk -F '\t' '$2 == "drop-unauthenticated" { print $3 }') > 0))
}

@test "a probe with keys does not find providers without keys" {
    offer h a
    finds_nothing h -l -k old.key
    same "mpdisc-probe: no services found" "$stderr"
    finds h a -l
}

@test "a probe with keys drops answers without the key, and says how many" {
    forge h
    finds h forged -l
    probe h -l -w 0.3 -k old.key
    same 1 "$status"
    same "" "$output"
    matches '^mpdisc-probe: dropped answers without a shared key: [1-9][0-9]*'$'\n''mpdisc-probe: no services found$' "$stderr"
    probe h --status -w 0.3 -k old.key
    same 1 "$status"
    matches '^mpdisc-probe: dropped answers without a shared key: [1-9]' "$stderr"
}

@test "a probe with keys shows only the true answers despite a forger on the network" {
    hosts liar asker
    switch sw
    plug h eth0 sw 192.0.2.1/24
    plug liar eth0 sw 192.0.2.2/24
    plug asker eth0 sw 192.0.2.3/24
    offer h a -k old.key
    forge liar
    probe asker -f '{name}' -k old.key
    same 0 "$status"
    same a "$output"
    matches '^mpdisc-probe: dropped answers without a shared key: [1-9][0-9]*$' "$stderr"
}

@test "the status is told only to probes with the key" {
    offer h a -k old.key
    probe h --status -k old.key -f tsv
    same 0 "$status"
    matches '^provider.primary' "$output"
    probe h --status -w 0.3
    same 1 "$status"
    same "mpdisc-probe: the primary on UDP port 6737 has other keys than this program, or none" "$stderr"
}

@test "a provider with other keys is refused, and the primary's log says why" {
    offer h a -k old.key
    launch h b
    launch h c -k new.key
    await_log a '^ignoring a provider of this host that has other keys, or none$'
    for name in b c; do
        await_log "$name" "$refused_for_keys"
        same 0 "$(grep -c 'does not answer' "$name.log")"
    done
    finds h a -l -k old.key
    same 1 "$(grep -c 'other keys' a.log)"
}

refused_for_keys='^UDP port 6737 is held by mpdisc-provider (pid [0-9]*), a primary with other keys than this provider, or none; still trying$'

@test "two providers whose keys differ both say so, even if only one has a key" {
    local primary other
    for primary in "" "-k old.key"; do
        for other in "" "-k old.key" "-k new.key"; do
            # shellcheck disable=SC2086 # options, or none
            offer h a $primary
            # shellcheck disable=SC2086
            launch h b $other
            if [ "$primary" = "$other" ]; then
                await_log b '^role: secondary of '
            else
                await_log b "$refused_for_keys"
                await_log a '^ignoring a provider of this host that has other keys, or none$'
                # Longer than the time that another program gets to answer.
                sleep 2
                same 1 "$(grep -c 'is held by' b.log)"
            fi
            stop b
            # Starts the next round with a new log.
            stop a
        done
    done
}

@test "a missing key file, or one that others may read, is refused" {
    local file
    make_key exposed.key
    mkdir directory.key
    mkfifo pipe.key
    printf '# ours\n\n%s\n' "$(head -c 31 old.key)" >short.key
    : >empty.key
    chmod 600 short.key empty.key
    for file in exposed:0640 exposed:0604 exposed:0602 exposed:0644 directory:0700 pipe:0600 \
        short:0600 empty:0600 absent:; do
        [ -z "${file#*:}" ] || chmod "${file#*:}" "${file%:*}.key"
        run --separate-stderr timeout 5 mpdisc-probe -l -w 0.1 -k "${file%:*}.key"
        same 2 "$status"
        matches "^mpdisc-[a-z]+: ${file%:*}[.]key:" "$stderr"
        expected=$stderr
        run --separate-stderr timeout 5 mpdisc-provider -t _http._tcp -p 80 -k "${file%:*}.key"
        same 2 "$status"
        same "mpdisc-provider${expected#mpdisc-probe}" "$stderr"
    done
    run --separate-stderr mpdisc-probe -k short.key
    matches '^mpdisc-probe: short[.]key:3: ' "$stderr"
    [[ $stderr != *"$(head -c 8 old.key)"* ]]
}

@test "a credential of systemd is accepted, which an access list opens to the unit's user" {
    # In the form of systemd 254 and later.
    mkdir credentials
    cp old.key credentials/key
    chmod 0440 credentials/key
    chmod 0550 credentials
    spawn h a env CREDENTIALS_DIRECTORY="$PWD/credentials" \
        mpdisc-provider -t _http._tcp -p 80 -n a -k "$PWD/credentials/key"
    await_log a '^role: primary$'
    finds h a -l -k old.key
    finds_nothing h -l
    # The same file is refused in another directory.
    run --separate-stderr mpdisc-provider -t _http._tcp -p 80 -k credentials/key
    same 2 "$status"
}

@test "the key file may be named in the configuration" {
    cat >conf <<'END'
[provider]
key-file = old.key
[service]
name = a
type = _http._tcp
port = 80
END
    spawn h a mpdisc-provider -c conf
    await_log a '^role: '
    finds h a -l -k old.key
    finds_nothing h -l
}

@test "keys can be changed by restarting one program after the other, and all are found throughout" {
    local step last=old.key
    hosts other
    cable h eth0 192.0.2.1/24 other eth0 192.0.2.2/24
    for name in a b c; do offer h "$name" -k old.key; done
    offer other d -k old.key
    for step in both.key turned.key new.key; do
        for name in a b c d; do
            stop "$name"
            case $name in d) host=other ;; *) host=h ;; esac
            offer "$host" "$name" -k "$step"
            for key in "$last" "$step"; do
                finds h "a b c d" -k "$key"
                finds other "a b c d" -k "$key"
            done
        done
        last=$step
    done
    finds_nothing h -k old.key
}

@test "a primary that is killed, and one that hangs, is replaced by a provider with the key" {
    for name in a b c; do offer h "$name" -k old.key; done
    kill_hard a
    await 2 found h "b c" -l -k old.key
    await 2 one_primary b c
    offer h a -k old.key
    hanging=b
    [ "$(role b)" = primary ] || hanging=c
    others=$(printf '%s\n' a b c | grep -v "$hanging" | paste -s -d ' ')
    await 5 has_keyed_deputy
    signal "$hanging" STOP
    await 10 found h "$others" -l -k old.key
    signal "$hanging" CONT
    await 5 found h "a b c" -l -k old.key
    same 0 "$(cat ./*.log | grep -c 'other keys')"
}

has_keyed_deputy() {
    on h mpdisc-probe --status -k old.key -f tsv | grep -q 'deputy$'
}

# replay FROM FILE: sends FILE to the host's broadcast address and prints how many answers come
# within a third of a second.
replay() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        setsockopt($socket, SOL_SOCKET, SO_BROADCAST, 1) or die;
        open my $file, "<:raw", $ARGV[0] or die;
        read $file, my $request, 65536;
        send $socket, $request, 0, sockaddr_in(6737, inet_aton("192.0.2.255")) or die;
        my $count = 0;
        for (;;) {
            vec(my $readable = "", fileno($socket), 1) = 1;
            last unless select $readable, undef, undef, 0.33;
            recv $socket, my $answer, 65536, 0;
            ++$count;
        }
        print "$count\n"' "$2"
}

# capture HOST FILE: writes the first request that comes to the discovery port there to FILE.
capture() {
    # shellcheck disable=SC2016 # for perl
    spawn "$1" capture perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in(6737, INADDR_ANY)) or die;
        recv $socket, my $request, 65536, 0;
        open my $file, ">:raw", "$ARGV[0].part" or die;
        print $file $request;
        close $file;
        rename "$ARGV[0].part", $ARGV[0]' "$2"
    await 5 port_is_held "$1"
}

@test "a captured request is answered only once" {
    hosts thief asker
    switch sw
    plug h eth0 sw 192.0.2.1/24
    plug thief eth0 sw 192.0.2.2/24
    plug asker eth0 sw 192.0.2.3/24
    capture thief request
    # No provider is there to answer the original request.
    finds_nothing asker -4 -k old.key
    await 5 test -s request
    offer h a -k old.key
    offer h b -k old.key
    same 2 "$(replay thief request)"
    same 0 "$(replay thief request)"
    stop a
    await 2 has_role b primary
    same 0 "$(replay thief request)"
    (($(on h mpdisc-probe --status -k old.key | awk -F '\t' '$2 == "drop-replayed" { print $3 }') > 0))
    finds asker b -k old.key
}
