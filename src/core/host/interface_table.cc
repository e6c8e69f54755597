// SPDX-License-Identifier: MIT
#include "core/host/interface_table.h"

#include <algorithm>
#include <array>

#include "mpdisc/limits.h"
#include "wire/group.h"

namespace mpdisc::core {
namespace {

constexpr int deprecated_preference = 16;

bool is_last_resort(int preferred) {
    return preferred >= deprecated_preference;
}

/// Whether the client can reach this address without a router.
bool is_near(const InterfaceAddress& entry, const IpAddress& client) {
    // Every interface has the IPv6 link-local network, so a match would say nothing.
    const bool is_common = client.family == Family::ipv6 && client.is_link_local();
    return !is_common && entry.network().contains(client);
}

/// Clients should try addresses in ascending order of this number. The address that most programs
/// can use comes first.
int preference(const InterfaceAddress& entry, const IpAddress& client) {
    int preferred = is_near(entry, client) ? 0 : 1;
    if (entry.address.family == Family::ipv6) preferred += 2;
    if (entry.address.is_link_local()) preferred += 4;
    if (entry.is_deprecated) preferred += deprecated_preference;
    return preferred;
}

}  // namespace

InterfaceTable::Update InterfaceTable::assign(const InterfaceList& list) {
    const auto addresses =
        list.addresses.first(std::min(list.addresses.size(), limits::interface_addresses_max));
    const auto routes = list.routes.first(std::min(list.routes.size(), limits::on_link_routes_max));
    const bool is_truncated = list.is_truncated || addresses.size() != list.addresses.size();
    if (std::ranges::equal(addresses, addresses_) && std::ranges::equal(routes, routes_) &&
        chosen_ == list.chosen && is_truncated_ == is_truncated && is_partial_ == list.is_partial) {
        return Update::unchanged;
    }
    if (!addresses_.reserve(addresses.size()) || !routes_.reserve(routes.size())) {
        return Update::no_memory;
    }
    addresses_.clear();
    (void)addresses_.append(addresses);
    routes_.clear();
    (void)routes_.append(routes);
    chosen_ = list.chosen;
    is_truncated_ = is_truncated;
    is_partial_ = list.is_partial;
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

const InterfaceAddress& InterfaceTable::first_of(const InterfaceAddress& entry) const {
    return *std::ranges::find_if(addresses_, [&](const InterfaceAddress& other) {
        return other.if_index == entry.if_index && other.address.family == entry.address.family;
    });
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
    return address.is_multicast() || address == IpAddress::link_broadcast() ||
           std::ranges::any_of(addresses_, [&](const InterfaceAddress& entry) {
               return entry.broadcast == address;
           });
}

std::uint64_t InterfaceTable::group_of(std::uint32_t if_index, const IpAddress& source) const {
    AddressKind kind = AddressKind::own;
    if (is_loopback(if_index)) {
        // All programs of this host belong together.
    } else if (source.family == Family::ipv6) {
        kind = source.is_link_local() ? AddressKind::link_local_ipv6 : AddressKind::other_ipv6;
    } else {
        kind = on_link(if_index, source) ? AddressKind::link_ipv4 : AddressKind::other_ipv4;
    }
    return origin_group(if_index, kind);
}

IpAddress InterfaceTable::address_of_all(const InterfaceAddress& entry) const {
    if (entry.address.family == Family::ipv6) {
        return entry.can_multicast ? wire::discovery_group() : entry.peer;
    }
    const bool has_broadcast = entry.broadcast.family != Family::any;
    // A message to the whole link comes from the first address of the interface. Systems other than
    // Linux ignore it if that address is not in their network. A message to the broadcast address
    // of their network comes from an address there.
    const InterfaceAddress& first = first_of(entry);
    if (entry.has_link_broadcast && (!has_broadcast || first.broadcast == entry.broadcast)) {
        return IpAddress::link_broadcast();
    }
    return has_broadcast ? entry.broadcast : entry.peer;
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
        found = found || entry.network().contains(peer);
    }
    return found || std::ranges::any_of(routes_, [&](const OnLinkRoute& route) {
               return route.if_index == if_index && route.network.contains(peer);
           });
}

bool InterfaceTable::may_be_on_link(std::uint32_t if_index, const IpAddress& peer) const {
    const bool is_host = peer.family == Family::ipv4 && !peer.is_unspecified() &&
                         !peer.is_loopback() && !is_for_many(peer) && !is_own(peer);
    return is_host && std::ranges::any_of(addresses_, [&](const InterfaceAddress& entry) {
               return entry.if_index == if_index && entry.has_link_broadcast &&
                      entry.address.family == Family::ipv4;
           });
}

std::size_t InterfaceTable::usable(std::uint32_t if_index, Family family, const IpAddress& client,
                                   wire::AddressList& out) const {
    const bool local = is_loopback(if_index);
    std::array<int, limits::advertised_addresses_max> preferences;
    std::size_t count = 0;
    const IpAddress* near = nullptr;
    for (const InterfaceAddress& entry : addresses_) {
        const IpAddress& address = entry.address;
        const bool suits =
            local ? !address.is_loopback() && !address.is_link_local() : entry.if_index == if_index;
        if (!suits || (family != Family::any && family != address.family)) continue;
        if (is_near(entry, client) && !entry.is_deprecated) near = &address;
        // Insert it behind addresses of the same or a better preference. If there are too many, the
        // last one is dropped.
        std::size_t at = count;
        if (count < out.size()) ++count;
        const int preferred = preference(entry, client);
        for (; at > 0 && preferences[at - 1] > preferred; --at) {
            if (at == out.size()) continue;
            preferences[at] = preferences[at - 1];
            out[at] = out[at - 1];
        }
        if (at == out.size()) continue;
        preferences[at] = preferred;
        out[at] = address;
    }
    // Drop deprecated addresses if there are others. They stand at the end.
    while (count > 1 && !is_last_resort(preferences[0]) && is_last_resort(preferences[count - 1])) {
        --count;
    }
    const auto used = std::span(out).first(count);
    // An address in a network of the client is always in the list, in the last place if need be.
    if (near != nullptr && std::ranges::find(used, *near) == used.end()) {
        out[count - 1] = *near;
    }
    if (local && count == 0) {
        out[count++] = family == Family::any ? loopback() : IpAddress::loopback(family);
    }
    return count;
}

}  // namespace mpdisc::core
