// SPDX-License-Identifier: MIT
#include "platform/linux/address_room.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::platform {

void AddressRoom::clear() {
    address_count_ = 0;
    route_count_ = 0;
    has_more_ = false;
    is_truncated_ = false;
}

void AddressRoom::begin(Pass pass) {
    pass_ = pass;
    if_index_ = 0;
}

void AddressRoom::add(const InterfaceAddress& entry) {
    if (entry.if_index != if_index_ || entry.address.family != family_) of_interface_ = 0;
    if_index_ = entry.if_index;
    family_ = entry.address.family;
    const bool is_in_share = of_interface_++ < limits::interface_share;
    if (is_in_share != (pass_ == Pass::shares)) {
        has_more_ = true;
    } else if (address_count_ < room_.addresses.size()) {
        room_.addresses[address_count_++] = entry;
    } else {
        is_truncated_ = true;
    }
}

bool AddressRoom::is_implied(const OnLinkRoute& route) const {
    // Link-local addresses of neighbours are always on the link.
    if (route.network.address.family == Family::ipv6 && route.network.address.is_link_local()) {
        return true;
    }
    for (std::size_t i = 0; i < address_count_; ++i) {
        const InterfaceAddress& entry = room_.addresses[i];
        if (entry.if_index == route.if_index && entry.prefix_bits <= route.network.prefix_bits &&
            entry.network().contains(route.network.address)) {
            return true;
        }
    }
    return false;
}

void AddressRoom::add(const OnLinkRoute& route) {
    const auto known = room_.routes.first(route_count_);
    if (is_implied(route) || std::ranges::find(known, route) != known.end()) return;
    if (route_count_ < room_.routes.size()) {
        room_.routes[route_count_++] = route;
    } else {
        is_truncated_ = true;
    }
}

InterfaceList AddressRoom::list() const {
    InterfaceList made;
    made.addresses = room_.addresses.first(address_count_);
    made.routes = room_.routes.first(route_count_);
    made.is_truncated = is_truncated_;
    return made;
}

}  // namespace mpdisc::platform
