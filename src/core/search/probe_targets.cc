// SPDX-License-Identifier: MIT
#include "core/search/probe_targets.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

bool asks_over(const ProbeScope& scope, Family family) {
    return scope.family == Family::any || scope.family == family;
}

}  // namespace

bool ProbeTargets::compute(const ProbeScope& scope, const InterfaceTable& interfaces) {
    routes_.clear();
    only_this_host_ = false;
    reach_many_ = false;
    has_link_ = false;
    is_truncated_ = false;
    are_given_ = !scope.given.empty();
    if (are_given_) {
        only_this_host_ = true;
        for (Endpoint to : scope.given) {
            if (to.port == 0) to.port = scope.discovery_port;
            only_this_host_ = only_this_host_ && interfaces.is_own(to.address);
            reach_many_ = reach_many_ || interfaces.is_for_many(to.address);
            if (!add(to, interfaces.chosen())) return false;
        }
        return true;
    }
    only_this_host_ =
        scope.local_only || (scope.one_interface && interfaces.is_loopback(interfaces.chosen()));
    if (only_this_host_ || !scope.one_interface) {
        const IpAddress loopback =
            scope.family == Family::any ? interfaces.loopback() : IpAddress::loopback(scope.family);
        if (!add({loopback, 0, scope.discovery_port}, 0)) return false;
    }
    return only_this_host_ || add_links(scope, interfaces);
}

bool ProbeTargets::add_links(const ProbeScope& scope, const InterfaceTable& interfaces) {
    for (const InterfaceAddress& entry : interfaces.all()) {
        const bool wanted = !scope.one_interface || entry.if_index == interfaces.chosen();
        if (entry.is_loopback || !wanted || !asks_over(scope, entry.address.family)) continue;
        const IpAddress all = interfaces.address_of_all(entry);
        if (all.family == Family::any) continue;
        has_link_ = true;
        reach_many_ = reach_many_ || interfaces.is_for_many(all);
        if (!add({all, 0, scope.discovery_port}, entry.if_index)) return false;
    }
    return true;
}

void ProbeTargets::change_order() {
    if (!reach_many_) return;
    std::span<Route> links = routes_.view();
    // The path over loopback stays first: it always works, and reaches each provider of this host.
    if (links.front().to.address.is_loopback()) links = links.subspan(1);
    if (links.empty()) return;
    std::reverse(links.begin(), links.end());
    is_reversed_ = !is_reversed_;
    if (!is_reversed_) std::rotate(links.begin(), links.begin() + 1, links.end());
}

bool ProbeTargets::include(const IpAddress& address, std::uint32_t if_index) const {
    return std::ranges::any_of(all(), [&](const Route& route) {
        return route.to.address == address && route.if_index == if_index;
    });
}

std::uint32_t ProbeTargets::families() const {
    const auto has = [&](Family family) {
        return std::ranges::any_of(
            all(), [&](const Route& route) { return route.to.address.family == family; });
    };
    return has(Family::ipv4) && has(Family::ipv6) ? 2 : 1;
}

bool ProbeTargets::add(Endpoint to, std::uint32_t if_index) {
    if (to.address.family == Family::ipv6 && to.address.is_multicast()) to.scope_id = if_index;
    const auto same = [&](const Route& route) {
        return route.to == to && route.if_index == if_index;
    };
    if (std::ranges::any_of(all(), same)) return true;
    if (routes_.size() == limits::probe_targets_max) {
        is_truncated_ = true;
        return true;
    }
    return routes_.push_back({Channel::client, to, {}, if_index});
}

}  // namespace mpdisc::core
