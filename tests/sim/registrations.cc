// SPDX-License-Identifier: MIT
#include "tests/sim/registrations.h"

namespace mpdisc::sim {
namespace {

/// The primary that clients reach. One that was replaced may act for a moment, too.
const ProviderProgram* newest_primary(const Host& host) {
    if (host.port_holders().empty()) return nullptr;
    const ProviderProgram* newest = host.port_holders().back()->owner.as_provider();
    return newest != nullptr && newest->acts_as_primary() ? newest : host.primary();
}

}  // namespace

void Registrations::told(const ProviderProgram& primary, const ProviderEvent& event) {
    const ProviderProgram* peer = find_provider(primary.host, event.peer);
    if (peer == nullptr) return;
    switch (event.type) {
        case ProviderEventType::secondary_registered:
            registered_with_[peer] = &primary;
            break;
        case ProviderEventType::secondary_left:
        case ProviderEventType::secondary_expired:
        case ProviderEventType::secondary_died:
            if (registered_with_[peer] == &primary) registered_with_[peer] = nullptr;
            break;
        default:
            break;
    }
}

void Registrations::stepped(const Host& host) {
    OfHost& of_host = hosts_[&host];
    const ProviderProgram* primary = newest_primary(host);
    if (primary == nullptr) return;
    if (of_host.primary != primary) {
        of_host.primary = primary;
        of_host.since_us = world_.now_us();
        // A provider that becomes primary again begins with an empty registry.
        std::erase_if(registered_with_, [&](const auto& each) { return each.second == primary; });
    }
    const std::vector<ProviderProgram*> living = host.living_providers();
    for (const ProviderProgram* acting : living) {
        if (!acting->acts_as_primary()) continue;
        for (const ProviderProgram* each : living) {
            if (each == acting || registered_with_[each] == acting) continue;
            missing_us_[each] = world_.now_us();
        }
    }
}

TimeUs Registrations::last_missing_us(const ProviderProgram& provider) const {
    const auto found = missing_us_.find(&provider);
    return found == missing_us_.end() ? 0 : found->second;
}

TimeUs Registrations::primary_since_us(const Host& host) const {
    const auto found = hosts_.find(&host);
    return found == hosts_.end() ? 0 : found->second.since_us;
}

}  // namespace mpdisc::sim
