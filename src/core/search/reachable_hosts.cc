// SPDX-License-Identifier: MIT
#include "core/search/reachable_hosts.h"

#include <algorithm>

namespace mpdisc::core {

AnswerSource ReachableHosts::source_of(std::uint32_t if_index, const IpAddress& address) const {
    if (interfaces_.is_own(address)) {
        for (const InterfaceAddress& entry : interfaces_.all()) {
            if (entry.address == loopback()) return {entry.address, entry.if_index, 0, 0, 0};
        }
    }
    return {address, if_index, 0, 0, interfaces_.group_of(if_index, address)};
}

bool ReachableHosts::is_usable(const AnswerSource& source) const {
    const Family family = source.address.family;
    return (family_ == Family::any || family == family_) && is_asked(source.if_index) &&
           interfaces_.has(source.if_index, family) && !interfaces_.is_own(source.address) &&
           (interfaces_.is_neighbour(source.if_index, source.address) ||
            sources_.claims_link(source.if_index, source.address));
}

bool ReachableHosts::is_given(std::uint32_t if_index, const IpAddress& address) const {
    const IpAddress where = source_of(if_index, address).address;
    return std::ranges::any_of(targets_.all(), [&](const Route& route) {
        const std::uint32_t asked_by = std::max(route.if_index, route.to.scope_id);
        const bool is_same = source_of(if_index, route.to.address).address == where;
        if (is_same && !address.is_link_local()) return true;
        if (asked_by != 0 && asked_by != if_index) return false;
        return is_same || is_among(route.to.address, if_index, address);
    });
}

bool ReachableHosts::is_among(const IpAddress& to, std::uint32_t if_index,
                              const IpAddress& address) const {
    if (to.family != address.family || !interfaces_.is_neighbour(if_index, address)) return false;
    if (to.is_multicast() || to == IpAddress::link_broadcast()) return true;
    return std::ranges::any_of(interfaces_.all(), [&](const InterfaceAddress& entry) {
        return entry.if_index == if_index && entry.broadcast == to &&
               entry.network().contains(address);
    });
}

bool ReachableHosts::is_asked(std::uint32_t if_index) const {
    return std::ranges::any_of(targets_.all(),
                               [&](const Route& route) { return route.if_index == if_index; });
}

}  // namespace mpdisc::core
