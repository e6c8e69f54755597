// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/host/interface_table.h"
#include "core/host/provider_config.h"
#include "core/host/service_set.h"
#include "core/kit/datagram.h"
#include "core/kit/event_queue.h"
#include "core/kit/wall_clock.h"
#include "core/kit/watch_queue.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_event.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// What the parts of one provider share: its settings, its services, the interfaces of its host,
/// its role, and the events for its owner.
struct ProviderState {
    /// `counts` counts lost events.
    ProviderState(const ProviderConfig& made_of, Counters& counts)
        : config(made_of),
          counters(counts),
          host(made_of.host),
          host_name(made_of.host_name),
          lease_ms(made_of.lease_ms) {}

    /// Nothing of it changes but the keys.
    ProviderConfig config;
    Counters& counters;
    /// The id of the host, as the last primary told it. It outlives each primary, because the next
    /// one hands it on. The first primary draws it.
    HostId host;
    /// Whether another provider told it.
    bool is_host_told = false;
    FixedString<limits::host_name_max> host_name;
    InterfaceTable interfaces;
    ServiceSet services;
    WallClock wall_clock;

    Role role = Role::none;
    /// The primary that this provider follows. A primary follows itself.
    ProviderId primary;
    /// As a primary, this provider shares the port with another program, which may be a primary
    /// that hangs. Providers may be registered there.
    bool is_contested = false;
    /// How long clients may rely on an answer: the lease of this provider, or of the primary that
    /// it follows if that is shorter.
    std::uint32_t lease_ms;

    WatchQueue watches;
    EventQueue events;

    void change_role(Role changed, const ProviderId& under);
    void emit(ProviderEventType type, const ProviderId& peer) { emit({type, role, peer}); }
    void emit(const ProviderEvent& event);

    void adopt_host(const HostId& told) {
        host = told;
        is_host_told = true;
    }

    /// On which interface and in which family clients may reach this provider.
    [[nodiscard]] wire::Reach reach() const;
    [[nodiscard]] Endpoint discovery_endpoint() const;
    /// The control socket of another provider of this host.
    [[nodiscard]] Endpoint control_endpoint(std::uint16_t port) const;
    /// Whether this host has sent the datagram from the discovery port. A host also hears its own
    /// broadcasts.
    [[nodiscard]] bool is_own_copy(const Inbound& in) const {
        return in.from.port == config.discovery_port && interfaces.is_own(in.from.address);
    }
    /// Whether a provider of this host can have sent the datagram. It must have come over loopback,
    /// from the address that providers use there. The system guarantees both.
    [[nodiscard]] bool comes_from_here(const Inbound& in) const {
        return in.from.address == interfaces.loopback() && interfaces.is_loopback(in.if_index);
    }
};

}  // namespace mpdisc::core
