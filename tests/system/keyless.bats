#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# With keys, a program of the host that has no key gains nothing: not by the discovery port, which it
# gets for a moment, and not by what it recorded.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load messages

setup() {
    open_lab
    hosts h
    (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >key)
}
teardown() { close_lab; }

# squat HOST DIRECTORY: takes the discovery port as soon as nobody has it, and keeps what comes there
# in DIRECTORY, each datagram a file, until it is ended.
squat() {
    mkdir "$2"
    # shellcheck disable=SC2016 # for perl
    spawn "$1" squatter perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        until (bind($socket, sockaddr_in(6737, INADDR_ANY))) { select undef, undef, undef, 0.001 }
        mkdir "$ARGV[0]/bound";
        for (my $number = 100; recv $socket, my $datagram, 65536, 0; ++$number) {
            open my $file, ">:raw", "$ARGV[0]/part" or die;
            print $file $datagram;
            close $file;
            rename "$ARGV[0]/part", "$ARGV[0]/$number";
        }
        sleep 60 while 1' "$2"
}

# types FILE...: the message types of these datagrams, each once, in a line.
types() {
    local file
    for file; do od -An -tu1 -j4 -N1 "$file"; done | tr -d ' ' | sort -nu | paste -s -d ' '
}

# listed_with_key: the processes that the primary lists, in a line.
listed_with_key() {
    on h mpdisc-probe --status -k key -f tsv | awk -F '\t' '$1 == "provider" { print $4 }' |
        sort | paste -s -d ' '
}

lists_with_key() {
    [ "$(listed_with_key)" = "$(for label; do echo "${pid[$label]}"; done | sort | paste -s -d ' ')" ]
}

# but_mismatch: types of messages, but for KEY_MISMATCH (15), which any program gets without the key.
but_mismatch() {
    grep -vx 15
}

# answers ADDRESS PORT FILE...: the types of the answers to these.
answers() {
    throw h "$@" | but_mismatch
}

@test "who has the port for a moment is told nothing, and what it recorded serves it nothing" {
    local label
    for label in a b c d; do offer h "$label" -k key; done
    same primary "$(role a)"
    # So that it comes first.
    for label in b c d; do signal "$label" STOP; done
    squat h seen
    kill_hard a
    await 5 test -d seen/bound
    for label in b c d; do signal "$label" CONT; done
    # Somebody comes, somebody leaves, and somebody asks for the status meanwhile.
    launch h e -k key
    probe h --status -w 0.5 -k key
    same 1 "$status"
    stop d
    sleep 3
    same 3 "$(types seen/1*)" # PROVIDER_DISCOVERY_REQUEST
    echo "# $(find seen -type f | wc -l) datagrams recorded" >&3

    kill_hard squatter
    await 10 lists_with_key b c e
    same "" "$(answers 127.0.0.1 6737 seen/1*)"
    lists_with_key b c e
    finds h "b c e" -k key -l
    # Once more, under the primary after that.
    for label in b c e; do [ "$(role "$label")" = primary ] && break; done
    kill_hard "$label"
    # shellcheck disable=SC2046 # labels
    set -- $(others_than "$label" b c e)
    await 5 lists_with_key "$@"
    same "" "$(answers 127.0.0.1 6737 seen/1*)"
    lists_with_key "$@"
    finds h "$*" -k key -l
}

# sniff HOST DIRECTORY: keeps what is sent to the discovery port over loopback, each datagram a file
# that is called TYPE-PORT-NUMBER after its message type and source port. Only root may.
sniff() {
    mkdir "$2"
    # shellcheck disable=SC2016 # for perl
    spawn "$1" sniffer perl -e '
        socket(my $socket, 17, 3, 0x0300) or die "no packet socket: $!"; # AF_PACKET, SOCK_RAW
        mkdir "$ARGV[0]/ready";
        my $number = 100;
        while (my $from = recv $socket, my $frame, 65536, 0) {
            next unless unpack("x10C", $from) == 4 && unpack("x23C", $frame) == 17; # out; UDP
            my ($source, $target) = unpack "x34nn", $frame;
            next unless $target == 6737;
            my $datagram = substr $frame, 42;
            open my $file, ">:raw", "$ARGV[0]/part" or die;
            print $file $datagram;
            close $file;
            rename "$ARGV[0]/part",
                   "$ARGV[0]/" . join "-", ord(substr $datagram, 4, 1), $source, $number++;
        }' "$2"
    await 5 test -d "$2/ready"
}

# throw_from HOST PORT FILE: sends it to the discovery port from that port, and prints the type of
# each message that comes back.
throw_from() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        bind($socket, sockaddr_in($ARGV[0], INADDR_LOOPBACK)) or die "$ARGV[0]: $!";
        open my $file, "<:raw", $ARGV[1] or die;
        send $socket, join("", <$file>), 0, sockaddr_in(6737, INADDR_LOOPBACK) or die;
        for (;;) {
            vec(my $readable = "", fileno($socket), 1) = 1;
            last unless select $readable, undef, undef, 0.33;
            recv $socket, my $answer, 65536, 0;
            print ord(substr $answer, 4, 1), "\n";
        }' "${@:2}"
}

@test "what is said over loopback is of no use to whoever sends it again" {
    local file port
    offer h a -k key
    sniff h said
    offer h b -k key
    offer h c -k key
    probe h --status -k key -f tsv
    same 0 "$status"
    stop c
    await 2 lists_with_key a b
    sleep 0.2
    kill_hard sniffer
    same "3 5 10 12" "$(types said/*-*-*)"
    for file in said/*-*-*; do same "" "$(answers 127.0.0.1 6737 "$file")"; done
    lists_with_key a b
    # From the very ports that are free by now: of the request for the status, and of who left.
    for file in said/12-*; do
        port=${file#*-}
        same "" "$(throw_from h "${port%-*}" "$file" | but_mismatch)"
    done
    # Under another primary nothing counts from there either.
    stop a
    await 5 lists_with_key b
    for file in said/5-* said/10-* said/12-*; do
        port=${file#*-}
        ss_has_port "${port%-*}" || same "" "$(throw_from h "${port%-*}" "$file" | but_mismatch)"
    done
    lists_with_key b
    finds h b -k key -l
}

ss_has_port() {
    [ -n "$(on h ss -H4uln "sport = :$1")" ]
}
