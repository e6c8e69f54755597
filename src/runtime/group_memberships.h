// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"

namespace mpdisc::runtime {

/// The memberships of one IPv6 socket in the discovery group.
class GroupMemberships {
   public:
    /// Call this first. Makes room for a membership on each interface. False if there is no memory.
    [[nodiscard]] bool reserve() { return all_.reserve(limits::interfaces_max); }

    /// `socket` joins the group on each of these interfaces that has IPv6, and leaves it on all
    /// others. Does nothing if the socket is closed. Call this after it was opened and after each
    /// change of the interfaces.
    void update(platform::UdpSocket& socket, std::span<const InterfaceAddress> interfaces);
    /// The system may have ended the memberships there: update() will renew them.
    void note_losses(const platform::InterfaceLosses& losses);
    /// Call this when the socket is closed, because that ends all memberships.
    void forget() { all_.erase(0, all_.size()); }

   private:
    struct Membership {
        std::uint32_t if_index;
        bool may_be_lost;
    };

    void join(platform::UdpSocket& socket, std::uint32_t if_index);
    /// Ends memberships that may be lost, and memberships on interfaces that are not listed.
    void leave(platform::UdpSocket& socket, std::span<const InterfaceAddress> interfaces);

    core::Array<Membership> all_;
};

}  // namespace mpdisc::runtime
