// SPDX-License-Identifier: MIT
#include "core/interface_table.h"

#include <algorithm>
#include <array>

#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

/// The order in which clients should try addresses: the one most programs can use comes first.
int preference(const IpAddress& address) {
    const int family = address.family == Family::ipv4 ? 0 : 1;
    return (address.is_link_local() ? 2 : 0) + family;
}

}  // namespace

InterfaceTable::Update InterfaceTable::assign(std::span<const InterfaceAddress> addresses) {
    if (addresses.size() > limits::interface_addresses_max) {
        addresses = addresses.first(limits::interface_addresses_max);
    }
    if (std::ranges::equal(addresses, addresses_)) return Update::unchanged;
    if (!addresses_.reserve(addresses.size())) return Update::no_memory;
    addresses_.clear();
    (void)addresses_.append(addresses);
    loopback_ = IpAddress::loopback(Family::ipv4);
    const IpAddress v6 = IpAddress::loopback(Family::ipv6);
    if (!is_own(loopback_) && is_own(v6)) loopback_ = v6;
    return Update::changed;
}

bool InterfaceTable::is_loopback(std::uint32_t if_index) const {
    return std::ranges::any_of(addresses_, [&](const InterfaceAddress& entry) {
        return entry.if_index == if_index && entry.is_loopback;
    });
}

std::uint32_t InterfaceTable::index_of(std::string_view name) const {
    for (const InterfaceAddress& entry : addresses_) {
        if (entry.if_name.view() == name) return entry.if_index;
    }
    return 0;
}

std::string_view InterfaceTable::name_of(std::uint32_t if_index) const {
    for (const InterfaceAddress& entry : addresses_) {
        if (entry.if_index == if_index) return entry.if_name.view();
    }
    return {};
}

bool InterfaceTable::is_own(const IpAddress& address) const {
    return std::ranges::any_of(
        addresses_, [&](const InterfaceAddress& entry) { return entry.address == address; });
}

bool InterfaceTable::is_for_many(const IpAddress& address) const {
    return address.is_multicast() || address == IpAddress::v4(255, 255, 255, 255) ||
           std::ranges::any_of(addresses_, [&](const InterfaceAddress& entry) {
               return entry.broadcast == address;
           });
}

bool InterfaceTable::has(std::uint32_t if_index, Family family) const {
    return std::ranges::any_of(addresses_, [&](const InterfaceAddress& entry) {
        return entry.if_index == if_index && entry.address.family == family;
    });
}

bool InterfaceTable::on_link(std::uint32_t if_index, const IpAddress& peer) const {
    if (peer.is_multicast() || peer.is_unspecified()) return false;
    bool found = peer.family == Family::ipv6 && peer.is_link_local();
    for (const InterfaceAddress& entry : addresses_) {
        if (entry.if_index != if_index || entry.address.family != peer.family) continue;
        if (peer == entry.broadcast) return false;
        found = found || Network{entry.address, entry.prefix_bits}.contains(peer);
    }
    return found;
}

std::size_t InterfaceTable::usable(std::uint32_t if_index, Family family,
                                   wire::AddressList& out) const {
    const bool local = is_loopback(if_index);
    std::array<int, limits::advertised_addresses_max> preferences;
    std::size_t count = 0;
    for (const InterfaceAddress& entry : addresses_) {
        const IpAddress& address = entry.address;
        const bool suits =
            local ? !address.is_loopback() && !address.is_link_local() : entry.if_index == if_index;
        if (!suits || (family != Family::any && family != address.family)) continue;
        // Behind those that are preferred to it, or as much; of too many the last one goes.
        std::size_t at = count;
        if (count < out.size()) ++count;
        const int preferred = preference(address);
        for (; at > 0 && preferences[at - 1] > preferred; --at) {
            if (at == out.size()) continue;
            preferences[at] = preferences[at - 1];
            out[at] = out[at - 1];
        }
        if (at == out.size()) continue;
        preferences[at] = preferred;
        out[at] = address;
    }
    if (local && count == 0) {
        out[count++] = family == Family::any ? loopback() : IpAddress::loopback(family);
    }
    return count;
}

}  // namespace mpdisc::core
