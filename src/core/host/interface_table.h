// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/host/address_kind.h"
#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// The addresses of the host, as the system last reported them.
class InterfaceTable {
   public:
    enum class Update : std::uint8_t { unchanged, changed, no_memory };

    /// Takes at most limits::interface_addresses_max addresses, and limits::on_link_routes_max
    /// routes. If there is no memory, the former ones stay.
    [[nodiscard]] Update assign(const InterfaceList& list);

    [[nodiscard]] std::span<const InterfaceAddress> all() const { return addresses_.view(); }
    /// 127.0.0.1, or ::1 on a host whose loopback interface has no IPv4.
    [[nodiscard]] const IpAddress& loopback() const { return loopback_; }
    /// Whether this host has the address loopback() now.
    [[nodiscard]] bool has_loopback() const { return is_own(loopback()); }
    [[nodiscard]] bool is_loopback(std::uint32_t if_index) const;
    /// The index of the interface that the owner has chosen; 0 if there is none.
    [[nodiscard]] std::uint32_t chosen() const { return chosen_; }
    /// is_truncated(): there was no room for some addresses. is_partial(): the system reported only
    /// some.
    [[nodiscard]] bool is_truncated() const { return is_truncated_; }
    [[nodiscard]] bool is_partial() const { return is_partial_; }
    /// The first address of the same interface and family. The system prefers it as a source.
    [[nodiscard]] const InterfaceAddress& first_of(const InterfaceAddress& entry) const;
    /// The name of an interface; empty if there is no such interface. Valid until the next
    /// assign().
    [[nodiscard]] std::string_view name_of(std::uint32_t if_index) const;

    /// Whether `peer` is the address of one host, which this interface reaches without a router.
    [[nodiscard]] bool on_link(std::uint32_t if_index, const IpAddress& peer) const;
    /// Whether `peer`, which sent a datagram that came in by this interface, is on its link or is
    /// this host. On loopback the source must be an address of this host, because a local program
    /// can forge any other.
    [[nodiscard]] bool is_neighbour(std::uint32_t if_index, const IpAddress& peer) const {
        return on_link(if_index, peer) || (is_loopback(if_index) && is_own(peer));
    }
    /// Whether `peer` may be on the link of this interface, although no address or route says so.
    /// It must be the IPv4 address of one other host, and the interface must have an IPv4 address
    /// and reach its whole link by 255.255.255.255.
    [[nodiscard]] bool may_be_on_link(std::uint32_t if_index, const IpAddress& peer) const;
    /// The group of senders to which this source of a datagram belongs; see origin_group().
    [[nodiscard]] std::uint64_t group_of(std::uint32_t if_index, const IpAddress& source) const;
    /// The destination that reaches the hosts on the link of that address. It is the whole link if
    /// the system can send there, because the hosts may be in different networks. Else it is the
    /// network of the address, or the other end of the link. No address if there is none of these.
    [[nodiscard]] IpAddress address_of_all(const InterfaceAddress& entry) const;
    /// Whether this interface has an address of this family.
    [[nodiscard]] bool has(std::uint32_t if_index, Family family) const;
    /// Whether several hosts receive what is sent to this address: a multicast group,
    /// 255.255.255.255, or the broadcast address of a network of this host.
    [[nodiscard]] bool is_for_many(const IpAddress& address) const;
    /// Whether this host has this address.
    [[nodiscard]] bool is_own(const IpAddress& address) const;

    /// Writes the addresses by which a client can reach this host, and returns how many there are.
    /// The client asked through this interface, so it gets the addresses of the interface. In each
    /// family, addresses in a network of the client come first; one of these is always in the list.
    /// A client that asks over loopback gets the addresses of all interfaces that work without a
    /// scope, or the loopback address if there is no other. Deprecated addresses are used only if
    /// there are no others.
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
