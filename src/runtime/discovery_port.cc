// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

namespace mpdisc::runtime {
platform::SocketError DiscoveryPort::bind_one(platform::UdpSocket& socket, Family family,
                                              bool takes_over) {
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    options.reports_refusals = true;
    options.large_buffers = true;
    const platform::SocketError error =
        takes_over ? socket.take_over(options) : socket.open(options);
    if (error == platform::SocketError::none) has_successors_ = socket.allow_takeover();
    return error;
}

platform::SocketError DiscoveryPort::claim(bool takes_over) {
    const platform::SocketError of_v4 = bind_one(v4_, Family::ipv4, takes_over);
    const bool has_v4 = of_v4 != platform::SocketError::unavailable;
    if (has_v4 && of_v4 != platform::SocketError::none) return of_v4;
    const platform::SocketError of_v6 = bind_one(v6_, Family::ipv6, takes_over);
    note_ipv6(of_v6);
    return has_v4 ? of_v4 : of_v6;
}

bool DiscoveryPort::claim_ipv6(bool takes_over) {
    note_ipv6(bind_one(v6_, Family::ipv6, takes_over));
    return !lacks_ipv6_;
}

void DiscoveryPort::note_ipv6(platform::SocketError error) {
    lacks_ipv6_ =
        error != platform::SocketError::none && error != platform::SocketError::unavailable;
}

void DiscoveryPort::close() {
    v6_.close();
    memberships_.forget();
    v4_.close();
}

}  // namespace mpdisc::runtime
