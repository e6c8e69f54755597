#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Providers with keys, and a program of the host without a key. It gains nothing from holding the
# discovery port for a moment, and nothing from the messages that it recorded.

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

# squat HOST DIRECTORY: takes the discovery port as soon as it is free and writes each received
# datagram to a file in DIRECTORY, until it is stopped.
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

# types FILE...: prints the message types of these datagrams, each once, in one line.
types() {
    local file
    for file; do od -An -tu1 -j4 -N1 "$file"; done | tr -d ' ' | sort -nu | paste -s -d ' '
}

# listed_with_key: prints the processes that the primary lists, in one line.
listed_with_key() {
    on h mpdisc-probe --status -k key -f tsv | awk -F '\t' '$1 == "provider" { print $4 }' |
        sort | paste -s -d ' '
}

lists_with_key() {
    [ "$(listed_with_key)" = "$(for label; do echo "${pid[$label]}"; done | sort | paste -s -d ' ')" ]
}

# but_mismatch: filters out KEY_MISMATCH (15), which any program gets without the key.
but_mismatch() {
    grep -vx 15
}

# answers ADDRESS PORT FILE...: prints the types of the answers to these messages.
answers() {
    throw h "$@" | but_mismatch
}

@test "a program that holds the port for a moment learns nothing and can't use its recordings" {
    local label
    for label in a b c d; do offer h "$label" -k key; done
    same primary "$(role a)"
    # So that the squatter gets the port first.
    for label in b c d; do signal "$label" STOP; done
    squat h seen
    kill_hard a
    await 5 test -d seen/bound
    for label in b c d; do signal "$label" CONT; done
    # Meanwhile one provider comes, one leaves, and a probe asks for the status.
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
    # The primary had lost the one before it, so it is settled only when all had the time to come.
    await 4 found h "b c e" -k key -l
    # Again, under the next primary.
    for label in b c e; do [ "$(role "$label")" = primary ] && break; done
    kill_hard "$label"
    # shellcheck disable=SC2046 # labels
    set -- $(others_than "$label" b c e)
    await 5 lists_with_key "$@"
    same "" "$(answers 127.0.0.1 6737 seen/1*)"
    lists_with_key "$@"
    await 4 found h "$*" -k key -l
}

# sniff HOST DIRECTORY: records what is sent to the discovery port over loopback. Each datagram is a
# file TYPE-PORT-NUMBER, named by its message type and source port. This requires root.
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

# throw_from HOST PORT FILE: sends the file from PORT to the discovery port and prints the type of
# each answer.
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

@test "messages recorded from loopback can't be replayed" {
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
    # From the original ports that are free now: the status request and the provider that left had
    # them.
    for file in said/12-*; do
        port=${file#*-}
        same "" "$(throw_from h "${port%-*}" "$file" | but_mismatch)"
    done
    # The same holds under another primary.
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
