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

bool ReachableHosts::is_asked(std::uint32_t if_index) const {
    return std::ranges::any_of(targets_.all(),
                               [&](const Route& route) { return route.if_index == if_index; });
}

}  // namespace mpdisc::core
