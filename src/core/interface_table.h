// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/array.h"
#include "mpdisc/address.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// The host's addresses, as the system reported them last.
class InterfaceTable {
   public:
    enum class Update : std::uint8_t { unchanged, changed, no_memory };

    /// Takes the first limits::interface_addresses_max of them; without memory the old ones stay.
    [[nodiscard]] Update assign(std::span<const InterfaceAddress> addresses);

    [[nodiscard]] std::span<const InterfaceAddress> all() const { return addresses_.view(); }
    /// 127.0.0.1, or ::1 on a host whose loopback interface has no IPv4.
    [[nodiscard]] const IpAddress& loopback() const { return loopback_; }
    /// Whether that is an address of this host at the moment.
    [[nodiscard]] bool has_loopback() const { return is_own(loopback()); }
    [[nodiscard]] bool is_loopback(std::uint32_t if_index) const;
    /// The index of the interface of that name; 0 where there is none.
    [[nodiscard]] std::uint32_t index_of(std::string_view name) const;
    /// Its name; empty where there is no such interface. Valid until the next assign().
    [[nodiscard]] std::string_view name_of(std::uint32_t if_index) const;

    /// Whether `peer` can be reached through that interface without a router, and is one host.
    [[nodiscard]] bool on_link(std::uint32_t if_index, const IpAddress& peer) const;
    /// Whether `peer`, which sent something that came in by that interface, is on its link, or is
    /// this host itself. Not whatever comes by loopback: anybody can claim to be anywhere.
    [[nodiscard]] bool is_neighbour(std::uint32_t if_index, const IpAddress& peer) const {
        return on_link(if_index, peer) || (is_loopback(if_index) && is_own(peer));
    }
    /// Whether that interface has an address of that family.
    [[nodiscard]] bool has(std::uint32_t if_index, Family family) const;
    /// Whether what is sent to that address is for many: a group, or the broadcast address of any
    /// network, or of one of this host's.
    [[nodiscard]] bool is_for_many(const IpAddress& address) const;
    /// Whether `address` is one of this host's.
    [[nodiscard]] bool is_own(const IpAddress& address) const;

    /// The addresses by which a client can reach this host that asked through that interface:
    /// this interface's own. Over loopback those of all interfaces that work without a scope, or
    /// the loopback address where there is no other. Returns how many were written.
    [[nodiscard]] std::size_t usable(std::uint32_t if_index, Family family,
                                     wire::AddressList& out) const;

   private:
    Array<InterfaceAddress> addresses_;
    IpAddress loopback_ = IpAddress::loopback(Family::ipv4);
};

}  // namespace mpdisc::core
