// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"

namespace mpdisc::runtime {

/// The discovery port: an IPv4 and an IPv6 socket on it. The IPv4 one decides the election; on a
/// host without IPv4 the IPv6 one does. The provider that binds it is the primary.
class DiscoveryPort {
   public:
    explicit DiscoveryPort(std::uint16_t port) : port_(port) {}

    /// Before all else: makes room for as many groups as there may be interfaces. False for want of
    /// memory.
    [[nodiscard]] bool reserve() { return memberships_.reserve(limits::interfaces_max); }
    [[nodiscard]] std::uint16_t number() const { return port_; }

    /// `none`: this host's requests come here from now on. `takes_over`: even if another program of
    /// this user holds the port and has allowed that. That program keeps its sockets, but requests
    /// come here.
    [[nodiscard]] platform::SocketError claim(bool takes_over);
    /// Whether another program had the IPv6 port when the IPv4 one was won.
    [[nodiscard]] bool lacks_ipv6() const { return lacks_ipv6_; }
    /// Tries again for the IPv6 port; true where there is nothing left to try for.
    [[nodiscard]] bool claim_ipv6(bool takes_over);
    /// Whether programs of the same user may take the port over.
    [[nodiscard]] bool has_successors() const { return has_successors_; }
    /// How many others hold the port beside this program.
    [[nodiscard]] std::size_t count_rivals() const {
        return (v4_.is_open() ? v4_ : v6_).count_rivals();
    }
    /// Gives up IPv6 before IPv4, so that the next primary finds both free.
    void close();

    /// Listens to the discovery group on each of these interfaces that has IPv6, and on no other
    /// one. Called whenever interfaces change, and after each claim.
    void join_groups(std::span<const InterfaceAddress> interfaces);
    /// The system may have forgotten the memberships there: join_groups() makes new ones.
    void note_losses(const platform::InterfaceLosses& losses);

    [[nodiscard]] platform::UdpSocket& v4() { return v4_; }
    [[nodiscard]] platform::UdpSocket& v6() { return v6_; }
    [[nodiscard]] const platform::UdpSocket& v4() const { return v4_; }
    [[nodiscard]] const platform::UdpSocket& v6() const { return v6_; }
    [[nodiscard]] int last_error() const {
        return v4_.last_error() != 0 ? v4_.last_error() : v6_.last_error();
    }

   private:
    [[nodiscard]] platform::SocketError bind_one(platform::UdpSocket& socket, Family family,
                                                 bool takes_over);
    /// Notes whether the IPv6 port may be had later.
    void note_ipv6(platform::SocketError error);
    void join_group(std::uint32_t if_index);
    /// Ends the memberships of interfaces that are not among these, and those that are in doubt.
    void leave_groups(std::span<const InterfaceAddress> interfaces);

    std::uint16_t port_;
    platform::UdpSocket v4_;
    platform::UdpSocket v6_;
    struct Membership {
        std::uint32_t if_index;
        bool may_be_lost;
    };
    /// Of the IPv6 socket.
    core::Array<Membership> memberships_;
    bool has_successors_ = false;
    bool lacks_ipv6_ = false;
};

}  // namespace mpdisc::runtime
