// SPDX-License-Identifier: MIT
#include "tests/sim/registrations.h"

namespace mpdisc::sim {

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
    const ProviderProgram* primary = host.primary();
    if (primary == nullptr) return;
    OfHost& of_host = hosts_[&host];
    if (of_host.primary != primary) {
        of_host = {primary, world_.now_us()};
        // Whoever becomes primary again begins with an empty registry.
        std::erase_if(registered_with_, [&](const auto& each) { return each.second == primary; });
    }
    for (const ProviderProgram* each : host.living_providers()) {
        if (each == primary || registered_with_[each] == primary) continue;
        missing_us_[each] = world_.now_us();
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
