# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# A program that registers as many providers as it can, each from its own socket.

# hoard HOST LABEL COUNT SERVICES: registers COUNT providers with SERVICES services each. Prints how
# many of them the primary accepted and refused, and keeps the sockets open until it is stopped.
hoard() {
    # shellcheck disable=SC2016 # for perl
    spawn "$1" "$2" ${HOARD_USER:+setpriv --reuid "$HOARD_USER" --clear-groups} perl -MSocket=:all -e '
        my ($count, $services) = @ARGV;
        sub field { my ($type, $value) = @_; pack("nn", $type, length $value) . $value }
        my $list = "";
        for my $n (1 .. $services) {
            my $service = field(8, field(9, "s$n") . field(10, "_a._tcp") . field(11, pack("n", 80)));
            last if length($list) + length($service) > 57344;
            $list .= $service;
        }
        my (@sockets, %results);
        my $port = sockaddr_in(6737, INADDR_LOOPBACK);
        for my $n (1 .. $count) {
            socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
            bind($socket, sockaddr_in(0, INADDR_LOOPBACK)) or die;
            push @sockets, $socket;
        }
        for my $n (1 .. $count) {
            my $socket = $sockets[$n - 1];
            my $fields = field(1, pack("NNNN", $$, rand(2 ** 32), 0, $n)) . field(16, pack("N", $$)) .
                field(24, pack("N", $ENV{HOARD_CLAIM} // $<)) . $list;
            my $message = pack("a4CCnNN", "MPD1", 5, 0, length $fields, $n, 1) . $fields;
            # Repeats a registration without an answer.
            for my $try (1 .. 40) {
                send($socket, $message, 0, $port);
                my $readable = "";
                vec($readable, fileno($socket), 1) = 1;
                next unless select($readable, undef, undef, 0.1);
                recv($socket, my $answer, 65536, 0);
                next unless ord(substr($answer, 4, 1)) == 8;
                # RESULT is 1 if it is accepted, 2 if the registry is full.
                $answer =~ /\x00\x13\x00\x01(.)/s or next;
                ++$results{ord $1};
                last;
            }
        }
        $| = 1;
        printf "accepted %d refused %d\n", $results{1} // 0, $results{2} // 0;
        sleep 60;' "$3" "$4"
    await 30 grep -q accepted "$2.out"
}

# accepted LABEL, refused LABEL: print how many of its registrations were accepted and refused.
accepted() { awk '{ print $2 }' "$1.out"; }
refused() { awk '{ print $4 }' "$1.out"; }

# rss_kib LABEL
rss_kib() { awk '$1 == "VmRSS:" { print $2 }' "/proc/${pid[$1]}/status"; }
