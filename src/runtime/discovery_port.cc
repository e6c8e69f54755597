// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

#include <algorithm>

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

constexpr TimeUs retry_gap_us_min = 100'000;
constexpr TimeUs retry_gap_us_max = 60'000'000;

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
    retry_gap_us_ = retry_gap_us_min;
    plan_retry(now_us, of_v6);
    return platform::SocketError::none;
}

void DiscoveryPort::plan_retry(TimeUs now_us, platform::SocketError of_v6) {
    const bool settled =
        of_v6 == platform::SocketError::none || of_v6 == platform::SocketError::unavailable;
    retry_us_ = settled ? never_us : now_us + retry_gap_us_;
    retry_gap_us_ = std::min(retry_gap_us_ * 2, retry_gap_us_max);
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
    plan_retry(now_us, error);
    return error == platform::SocketError::none;
}

}  // namespace mpdisc::runtime
