# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Messages as bytes, mostly from tests/vectors, and ways to send them that the programs lack.

# message NAME: prints the bytes of tests/vectors/NAME.hex.
message() {
    perl -ne 's/#.*//; s/\s//g; print pack("H*", $_)' "$BATS_TEST_DIRNAME/../vectors/$1.hex"
}

# write_messages DIRECTORY: writes each message to a file in DIRECTORY.
write_messages() {
    local file name
    mkdir -p "$1"
    for file in "$BATS_TEST_DIRNAME"/../vectors/*.hex; do
        name=$(basename "$file" .hex)
        message "$name" >"$1/$name"
    done
}

# of_provider ID: replaces the provider id at the start of the message on stdin, if it has one.
of_provider() {
    # shellcheck disable=SC2016 # for perl
    perl -0777 -pe 'BEGIN { $id = pack("H*", shift) }
        substr($_, 20, 16) = $id if substr($_, 16, 4) eq "\0\1\0\20"' "$1"
}

# new_request: prints a request for all services with a new transaction id.
new_request() {
    # shellcheck disable=SC2016 # for perl
    message client_discovery_request |
        perl -0777 -pe 'substr($_, 8, 8) = pack("NN", rand(2 ** 32), rand(2 ** 32))'
}

# throw HOST ADDRESS PORT FILE...: sends each file as a datagram from an unused port. Prints the
# message type of each answer, until none comes for a third of a second.
throw() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MSocket=:all -e '
        my ($address, $port) = splice @ARGV, 0, 2;
        my ($error, $to) =
            getaddrinfo($address, $port, {flags => AI_NUMERICHOST, socktype => SOCK_DGRAM});
        die $error if $error;
        socket(my $socket, $to->{family}, SOCK_DGRAM, 0) or die;
        setsockopt($socket, SOL_SOCKET, SO_BROADCAST, 1) or die;
        for (@ARGV) {
            open(my $file, "<:raw", $_) or die;
            send($socket, join("", <$file>), 0, $to->{addr}) or die "$address $port: $!";
        }
        for (;;) {
            my $readable = "";
            vec($readable, fileno($socket), 1) = 1;
            last unless select($readable, undef, undef, 0.33);
            # An ICMP refusal appears as an error of recv().
            defined recv($socket, my $answer, 65536, 0) or next;
            print ord(substr($answer, 4, 1)), "\n";
        }' "${@:2}"
}

# forge HOST SOURCE PORT ADDRESS PORT FILE...: the same with a forged IPv4 source address and port,
# without waiting for answers.
forge() {
    # shellcheck disable=SC2016 # for perl
    on "$1" perl -MSocket=:all -e '
        my ($source, $source_port, $address, $port) = splice @ARGV, 0, 4;
        # The kernel sends the header as given, except for the checksum.
        socket(my $raw, PF_INET, SOCK_RAW, IPPROTO_RAW) or die;
        setsockopt($raw, SOL_SOCKET, SO_BROADCAST, 1) or die;
        for (@ARGV) {
            open(my $file, "<:raw", $_) or die;
            my $bytes = join("", <$file>);
            my $datagram = pack("nnnn", $source_port, $port, 8 + length($bytes), 0) . $bytes;
            my $header = pack("CCnnnCCna4a4", 0x45, 0, 20 + length($datagram), 0, 0, 64,
                              IPPROTO_UDP, 0, inet_aton($source), inet_aton($address));
            send($raw, $header . $datagram, 0, sockaddr_in(0, inet_aton($address)))
                or die "$address $port: $!";
        }' "${@:2}"
}

# listen_to HOST IF: counts the datagrams that leave HOST through that interface, for sent().
listen_to() {
    on "$1" nft -f - <<END
        table inet listener {
            chain leaving {
                type filter hook output priority 0
                oifname $2 meta l4proto udp counter
            }
        }
END
}

# sent HOST: prints their number.
sent() {
    sent_counter "$1" packets
}

# sent_payload HOST: prints their bytes without the headers of IPv4 and UDP.
sent_payload() {
    echo $(($(sent_counter "$1" bytes) - 28 * $(sent_counter "$1" packets)))
}

sent_counter() {
    on "$1" nft list table inet listener | sed -n "s/.*counter.* $2 \([0-9]*\).*/\1/p"
}
