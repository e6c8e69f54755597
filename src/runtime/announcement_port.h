// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"
#include "runtime/group_memberships.h"
#include "wire/announcement_port.h"

namespace mpdisc::runtime {

/// The announcement port: an IPv4 and an IPv6 socket that share it with all other programs of this
/// host that listen to announcements. Nothing is sent from it. Unicasts to it MUST be ignored
/// (receive_all() does), because they reach only one of these programs.
///
/// The sockets have the system's usual buffers. Announcements are small and are repeated, and the
/// answers to a question come to another port. A larger buffer would only hold more of a flood.
class AnnouncementPort {
   public:
    /// Discovery port 65535 has no announcement port: then all calls succeed and do nothing.
    explicit AnnouncementPort(std::uint16_t discovery_port)
        : port_(wire::announcement_port(discovery_port)) {}

    [[nodiscard]] bool exists() const { return port_ != 0; }
    /// Call this first. False if there is no memory.
    [[nodiscard]] bool reserve();

    /// Opens both sockets, as far as they are closed and this host has the families. After `none`
    /// no further try is needed. After another error, such as `in_use` if a program has the port
    /// for itself, one socket may be open; a later call tries again.
    [[nodiscard]] platform::SocketError open();
    void close();

    /// Joins the discovery group on each of these interfaces that has IPv6, and leaves it on all
    /// others. Call this after each open() and each change of the interfaces.
    void join_groups(std::span<const InterfaceAddress> interfaces);
    /// The system may have ended the memberships there: join_groups() will renew them.
    void note_losses(const platform::InterfaceLosses& losses);

    [[nodiscard]] platform::UdpSocket& v4() { return v4_; }
    [[nodiscard]] platform::UdpSocket& v6() { return v6_; }
    [[nodiscard]] const platform::UdpSocket& v4() const { return v4_; }
    [[nodiscard]] const platform::UdpSocket& v6() const { return v6_; }

   private:
    [[nodiscard]] platform::SocketError open_one(platform::UdpSocket& socket, Family family) const;

    std::uint16_t port_;
    platform::UdpSocket v4_;
    platform::UdpSocket v6_;
    GroupMemberships memberships_;
};

}  // namespace mpdisc::runtime
