// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// The host's addresses, as the system reported them last.
class InterfaceTable {
   public:
    enum class Update : std::uint8_t { unchanged, changed, no_memory };

    /// Takes at most limits::interface_addresses_max addresses, and limits::on_link_routes_max
    /// routes; without memory the old ones stay.
    [[nodiscard]] Update assign(const InterfaceList& list);

    [[nodiscard]] std::span<const InterfaceAddress> all() const { return addresses_.view(); }
    /// 127.0.0.1, or ::1 on a host whose loopback interface has no IPv4.
    [[nodiscard]] const IpAddress& loopback() const { return loopback_; }
    /// Whether that is an address of this host at the moment.
    [[nodiscard]] bool has_loopback() const { return is_own(loopback()); }
    [[nodiscard]] bool is_loopback(std::uint32_t if_index) const;
    /// The index of the interface that the owner has chosen; 0 where there is none.
    [[nodiscard]] std::uint32_t chosen() const { return chosen_; }
    /// Addresses were left out for want of room; or the system told only a part.
    [[nodiscard]] bool is_truncated() const { return is_truncated_; }
    [[nodiscard]] bool is_partial() const { return is_partial_; }
    /// The first address of the same interface and family, which the system prefers as a source.
    [[nodiscard]] const InterfaceAddress& first_of(const InterfaceAddress& entry) const;
    /// Its name; empty where there is no such interface. Valid until the next assign().
    [[nodiscard]] std::string_view name_of(std::uint32_t if_index) const;

    /// Whether `peer` can be reached through that interface without a router, and is one host.
    [[nodiscard]] bool on_link(std::uint32_t if_index, const IpAddress& peer) const;
    /// Whether `peer`, which sent something that came in by that interface, is on its link, or is
    /// this host itself. Not whatever comes by loopback: anybody can claim to be anywhere.
    [[nodiscard]] bool is_neighbour(std::uint32_t if_index, const IpAddress& peer) const {
        return on_link(if_index, peer) || (is_loopback(if_index) && is_own(peer));
    }
    /// Whether `peer`, which nothing says to be on the link of that interface, may be there all the
    /// same: an IPv4 address of one other host, and an interface by which 255.255.255.255 is all of
    /// a link.
    [[nodiscard]] bool may_be_on_link(std::uint32_t if_index, const IpAddress& peer) const;
    /// Whether that interface has an address of that family.
    [[nodiscard]] bool has(std::uint32_t if_index, Family family) const;
    /// Whether what is sent to that address is for many: a group, or the broadcast address of any
    /// network, or of one of this host's.
    [[nodiscard]] bool is_for_many(const IpAddress& address) const;
    /// Whether `address` is one of this host's.
    [[nodiscard]] bool is_own(const IpAddress& address) const;

    /// The addresses by which `client`, which asked through that interface, can reach this host:
    /// the interface's own. Of each family, addresses in a network of the client come first, and
    /// one of these is there in any case. A client that asks over loopback gets the addresses of
    /// all interfaces that work without a scope, or the loopback address where there is no other.
    /// Deprecated addresses are there only where there are no others. Returns how many were
    /// written.
    [[nodiscard]] std::size_t usable(std::uint32_t if_index, Family family, const IpAddress& client,
                                     wire::AddressList& out) const;

   private:
    Array<InterfaceAddress> addresses_;
    Array<OnLinkRoute> routes_;
    std::uint32_t chosen_ = 0;
    bool is_truncated_ = false;
    bool is_partial_ = false;
    IpAddress loopback_ = IpAddress::loopback(Family::ipv4);
};

}  // namespace mpdisc::core
