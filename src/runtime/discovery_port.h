// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"
#include "runtime/group_memberships.h"

namespace mpdisc::runtime {

/// The discovery port: an IPv4 and an IPv6 socket on it. The IPv4 one decides the election; on a
/// host without IPv4 the IPv6 one does. The provider that binds it is the primary.
class DiscoveryPort {
   public:
    explicit DiscoveryPort(std::uint16_t port) : port_(port) {}

    /// Call this first. False if there is no memory.
    [[nodiscard]] bool reserve() { return memberships_.reserve(); }
    [[nodiscard]] std::uint16_t number() const { return port_; }

    /// Binds the port. After `none`, this host's requests come here. With `takes_over` it succeeds
    /// even if another program of this user holds the port and has allowed takeovers. That program
    /// keeps its sockets, but gets no more requests.
    [[nodiscard]] platform::SocketError claim(bool takes_over);
    /// Whether this host has IPv6, but the last claim could not bind the IPv6 port.
    [[nodiscard]] bool lacks_ipv6() const { return lacks_ipv6_; }
    /// Tries to bind the IPv6 port again; true if no further try is needed.
    [[nodiscard]] bool claim_ipv6(bool takes_over);
    /// Whether programs of the same user may take the port over.
    [[nodiscard]] bool has_successors() const { return has_successors_; }
    /// How many other sockets hold the port, too.
    [[nodiscard]] std::size_t count_rivals() const {
        return (v4_.is_open() ? v4_ : v6_).count_rivals();
    }
    /// Closes IPv6 before IPv4, so that the next primary finds both ports free.
    void close();

    /// Joins the discovery group on each of these interfaces that has IPv6, and leaves it on all
    /// others. Call this after each claim and each change of the interfaces.
    void join_groups(std::span<const InterfaceAddress> interfaces) {
        memberships_.update(v6_, interfaces);
    }
    /// The system may have ended the memberships there: join_groups() will renew them.
    void note_losses(const platform::InterfaceLosses& losses) { memberships_.note_losses(losses); }

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
    /// Notes whether a later try may bind the IPv6 port.
    void note_ipv6(platform::SocketError error);

    std::uint16_t port_;
    platform::UdpSocket v4_;
    platform::UdpSocket v6_;
    GroupMemberships memberships_;
    bool has_successors_ = false;
    bool lacks_ipv6_ = false;
};

}  // namespace mpdisc::runtime
