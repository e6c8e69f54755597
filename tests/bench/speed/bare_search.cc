// SPDX-License-Identifier: MIT
#include "tests/bench/speed/bare_search.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>

#include "mpdisc/poll.h"
#include "tests/bench/speed/lan.h"
#include "tests/bench/support/messages.h"
#include "wire/control_messages.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t headers_size = 20 + 8;
constexpr TimeUs patience_us = 500'000;
/// As large as the probe's. If the system grants less, the probe gets less, too.
constexpr int receive_buffer = 1 << 20;

std::uint32_t number_of(const char* address) {
    return ntohl(inet_addr(address));
}

/// The size for a request for all services that came over IPv4.
std::size_t notification_size() {
    wire::Arrival arrival;
    arrival.client = {IpAddress::v4(10, 77, 0, 2), 40'000};
    arrival.if_index = 2;
    arrival.local = IpAddress::v4(10, 77, 0, 1);
    std::array<std::uint8_t, limits::network_datagram_max> bytes;
    return wire::encode(arrival, wire::Roster{}, wire::Request{}, bytes);
}

}  // namespace

SearchSizes SearchSizes::of(const Traffic& search) {
    if (search.in.datagrams == 0 || search.first_out_size < headers_size) return {};
    return {search.first_out_size - headers_size, notification_size(),
            search.in.bytes / search.in.datagrams - headers_size};
}

BareHost::BareHost(std::size_t processes, const SearchSizes& sizes)
    : sizes_(sizes),
      secondaries_(processes - 1, sizes.answer),
      server_(sizes.answer, sizes.notification, secondaries_.ports(),
              number_of(Lan::server_address)) {}

std::vector<pid_t> BareHost::processes() const {
    std::vector<pid_t> all{server_.process()};
    all.insert(all.end(), secondaries_.processes().begin(), secondaries_.processes().end());
    return all;
}

ProbeRun BareHost::search() const {
    const BoundSocket client(number_of(Lan::client_address));
    (void)setsockopt(client.descriptor(), SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                     sizeof receive_buffer);
    std::array<std::uint8_t, limits::network_datagram_max> bytes{};
    const sockaddr_in server = ipv4(number_of(Lan::server_address), server_.port());
    ProbeRun run;
    const TimeUs start_us = monotonic_us();
    run.start_us = day_clock_us();
    (void)sendto(client.descriptor(), bytes.data(), sizes_.request, 0,
                 reinterpret_cast<const sockaddr*>(&server), sizeof server);
    const std::size_t expected = secondaries_.processes().size() + 1;
    while (run.found < expected && client.receive(bytes, patience_us) != 0) ++run.found;
    run.last_found_us = day_clock_us();
    run.duration_us = monotonic_us() - start_us;
    run.exit_code = 0;
    return run;
}

}  // namespace mpdisc::bench
