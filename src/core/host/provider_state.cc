// SPDX-License-Identifier: MIT
#include "core/host/provider_state.h"

namespace mpdisc::core {

void ProviderState::change_role(Role changed, const ProviderId& under) {
    role = changed;
    primary = under;
    emit(ProviderEventType::role_changed, under);
}

void ProviderState::emit(const ProviderEvent& event) {
    if (!events.push(event)) counters.add(Counter::events_lost);
}

wire::Reach ProviderState::reach() const {
    wire::Reach reach;
    reach.family = config.family;
    if (config.one_interface) {
        const std::uint32_t index = interfaces.chosen();
        reach.if_index = index != 0 ? index : wire::Reach::no_interface;
    }
    return reach;
}

Endpoint ProviderState::discovery_endpoint() const {
    return control_endpoint(config.discovery_port);
}

Endpoint ProviderState::control_endpoint(std::uint16_t port) const {
    return {interfaces.loopback(), 0, port};
}

}  // namespace mpdisc::core
