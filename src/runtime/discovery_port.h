// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "platform/udp_socket.h"

namespace mpdisc::runtime {

/// The discovery port: an IPv4 and an IPv6 socket on it, of which the IPv4 one is the election
/// (on a host without IPv4 the IPv6 one). Whoever binds it is the primary.
class DiscoveryPort {
   public:
    explicit DiscoveryPort(std::uint16_t port) : port_(port) {}

    /// `none`: this host's requests come here from now on.
    [[nodiscard]] platform::SocketError bind(TimeUs now_us);
    /// Gives up IPv6 before IPv4: who gets the one that elects must find the other one free.
    void close();

    /// Listens to the discovery group on each interface that is up; to be called again whenever
    /// interfaces change.
    void join_groups(std::span<const InterfaceAddress> interfaces);

    /// Tries again for an IPv6 port that was not to be had when the IPv4 one was won: a primary
    /// that died may give up the one a little after the other. True where it was won now.
    [[nodiscard]] bool retry(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const { return retry_us_; }

    [[nodiscard]] platform::UdpSocket& v4() { return v4_; }
    [[nodiscard]] platform::UdpSocket& v6() { return v6_; }
    [[nodiscard]] const platform::UdpSocket& v4() const { return v4_; }
    [[nodiscard]] const platform::UdpSocket& v6() const { return v6_; }
    [[nodiscard]] int last_error() const {
        return v4_.last_error() != 0 ? v4_.last_error() : v6_.last_error();
    }

   private:
    [[nodiscard]] platform::SocketError bind_one(platform::UdpSocket& socket, Family family) const;
    void plan_retry(TimeUs now_us, platform::SocketError of_v6);

    std::uint16_t port_;
    platform::UdpSocket v4_;
    platform::UdpSocket v6_;
    TimeUs retry_us_ = never_us;
    TimeUs retry_gap_us_ = 0;
};

}  // namespace mpdisc::runtime
