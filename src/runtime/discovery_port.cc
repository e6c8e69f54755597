// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

constexpr TimeUs retry_interval_us = 1'000'000;

}  // namespace

platform::SocketError DiscoveryPort::bind_one(platform::UdpSocket& socket, Family family) const {
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    return socket.open(options);
}

platform::SocketError DiscoveryPort::bind(TimeUs now_us) {
    const platform::SocketError of_v4 = bind_one(v4_, Family::ipv4);
    const bool decides = of_v4 != platform::SocketError::unavailable;
    if (decides && of_v4 != platform::SocketError::none) return of_v4;
    const platform::SocketError of_v6 = bind_one(v6_, Family::ipv6);
    if (!decides) return of_v6;
    retry_us_ = of_v6 == platform::SocketError::in_use ? now_us + retry_interval_us : never_us;
    return platform::SocketError::none;
}

void DiscoveryPort::close() {
    v6_.close();
    v4_.close();
    retry_us_ = never_us;
}

void DiscoveryPort::join_groups(std::span<const InterfaceAddress> interfaces) {
    if (!v6_.is_open()) return;
    for (const InterfaceAddress& entry : interfaces) {
        if (entry.address.family != Family::ipv6 || !entry.can_multicast) continue;
        // What cannot be joined now is tried again with the next change; IPv4 works meanwhile.
        (void)v6_.join(wire::discovery_group(), entry.if_index);
    }
}

bool DiscoveryPort::retry(TimeUs now_us) {
    if (now_us < retry_us_) return false;
    const platform::SocketError error = bind_one(v6_, Family::ipv6);
    retry_us_ = error == platform::SocketError::in_use ? now_us + retry_interval_us : never_us;
    return error == platform::SocketError::none;
}

}  // namespace mpdisc::runtime
