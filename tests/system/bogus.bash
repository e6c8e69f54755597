# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A hostile neighbour that answers searches with false services.

# bogus HOST COUNT [ADDRESS...]: answers each attempt with COUNT services b0, b1, ..., whose host
# has these addresses. Variables: BOGUS_PRIMARIES is the number of primary ids, used in turn;
# BOGUS_MATCHING is the number of services that its rosters claim (default: COUNT); BOGUS_SOURCES is
# the number of source addresses, from 10.66.0.1 on.
bogus() {
    local host=$1
    shift
    # shellcheck disable=SC2016 # for perl
    spawn "$host" bogus perl -MSocket=:all -e '
        my ($count, @addresses) = @ARGV;
        my $primaries = $ENV{BOGUS_PRIMARIES} || 1;
        my $matching = $ENV{BOGUS_MATCHING} || $count;
        sub field { my ($type, $value) = @_; pack("nn", $type, length $value) . $value }
        sub raw { my $text = shift; inet_pton($text =~ /:/ ? AF_INET6 : AF_INET, $text) }
        sub id { pack("NNNN", 0xb0b0b0b0, 0, 0, shift) }
        sub service {
            field(8, field(9, shift) . field(10, "_http._tcp") . field(11, pack("n", 80)))
        }
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) or die;
        bind($socket, sockaddr_in(6737, INADDR_ANY)) or die;
        my @senders = ($socket);
        for my $n (1 .. $ENV{BOGUS_SOURCES} || 0) {
            socket(my $sender, PF_INET, SOCK_DGRAM, 0) or die;
            bind($sender, sockaddr_in(0, inet_aton("10.66." . ($n >> 8) . "." . ($n & 255)))) or die;
            $senders[$n - 1] = $sender;
        }
        my $voices = $primaries > @senders ? $primaries : @senders;
        my $each = int($count / $voices) || 1;
        sub answer {
            my ($from, $request) = @_;
            my $rest = substr($request, 16);
            my $attempt = "\1";
            while (length($rest) >= 4) {
                my ($type, $size) = unpack("nn", $rest);
                $attempt = substr($rest, 4, $size) if $type == 6;
                $rest = substr($rest, 4 + $size);
            }
            for (my ($n, $sent) = (0, 0); $n < $count; ++$sent) {
                my $primary = id($sent % $primaries + 1);
                my $fields = field(6, $attempt) . field(1, $primary) . field(2, "\1") .
                    field(3, "bogus") . join("", map { field(4, raw($_)) } @addresses) .
                    field(5, pack("N", 60)) . field(7, $primary . pack("NNC", $matching, 1, 0));
                my $left = $each;
                while ($n < $count && $left-- && length($fields) < 1150) {
                    $fields .= service("b" . $n++);
                }
                my $header = pack("a4CCn", "MPD1", 2, 0, length $fields) . substr($request, 8, 8);
                send($senders[$sent % @senders], $header . $fields, 0, $from);
                # Pauses, so that its own answers do not overflow the buffer of the client.
                select(undef, undef, undef, 0.001) if $sent % 50 == 49;
            }
        }
        $| = 1;
        print "ready\n";
        my $from = recv($socket, my $request, 65536, 0);
        while ($from) {
            # Answers only the last waiting request, because earlier searches may be over.
            for (my $next; $next = recv($socket, my $newer, 65536, MSG_DONTWAIT);) {
                ($from, $request) = ($next, $newer);
            }
            answer($from, $request) if ord(substr($request, 4, 1)) == 1;
            $from = recv($socket, $request, 65536, 0);
        }' "$@"
    await 5 grep -q ready bogus.out
}
