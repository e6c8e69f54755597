// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "core/host/provider_state.h"
#include "core/kit/messenger.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// Sends PRIMARY_CHANGE to a provider of this host: `of` is the primary, or stops being it. Any
/// program can send this message, so the receiver tries or asks the discovery port before it acts.
inline void send_primary_change(Messenger& messenger, const Endpoint& to, const ProviderId& of,
                                wire::Change change = wire::Change::present) {
    messenger.send_short(Channel::control, to,
                         wire::PrimaryChange{messenger.random.next(), of, change});
}

/// Sends it to each provider of a list of control ports: `of` is the primary.
inline void send_primary_change_to_all(Messenger& messenger, const ProviderState& state,
                                       wire::Bytes ports, const ProviderId& of) {
    for (std::size_t n = 0; n < ports.size() / 2; ++n) {
        send_primary_change(messenger, state.control_endpoint(wire::peer_at(ports, n)), of);
    }
}

}  // namespace mpdisc::core
