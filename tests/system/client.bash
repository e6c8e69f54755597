# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A client that does not use the library and shows what goes over the wire.

# ask HOST ADDRESS: sends one request for all services and prints the source of each answer as
# "ADDRESS PORT", until no answer comes for a third of a second.
ask() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MSocket -e '
        socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die;
        setsockopt($socket, SOL_SOCKET, SO_BROADCAST, 1) or die;
        my $transaction = pack("NN", rand(2 ** 32), rand(2 ** 32));
        # Padded like a request of the probe, because a shorter one may get fewer answers.
        my $fields = pack("nnC nna103", 6, 1, 1, 29, 103, "");
        my $request = pack("a4CCn", "MPD1", 1, 0, length $fields) . $transaction . $fields;
        send($socket, $request, 0, sockaddr_in(6737, inet_aton($ARGV[0]))) or die;
        for (;;) {
            my $readable = "";
            vec($readable, fileno($socket), 1) = 1;
            last unless select($readable, undef, undef, 0.33);
            my $from = recv($socket, my $answer, 65536, 0) or die;
            die "not an answer" unless substr($answer, 0, 5) eq "MPD1\x02"
                                       and substr($answer, 8, 8) eq $transaction;
            my ($port, $address) = sockaddr_in($from);
            print inet_ntoa($address), " ", $port, "\n";
        }' "$2"
}

# process_at HOST PORT: prints the process that holds that UDP port.
process_at() {
    on "$1" ss -Hulnp "sport = :$2" | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | sort -u
}
