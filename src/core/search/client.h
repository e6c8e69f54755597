// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/host/interface_table.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/kit/wall_clock.h"
#include "core/search/answer_sources.h"
#include "core/search/catalogue.h"
#include "core/search/probe_targets.h"
#include "core/search/reachable_hosts.h"
#include "core/search/selection.h"

namespace mpdisc::core {

struct ProbeConfig {
    std::uint16_t discovery_port = limits::discovery_port_default;
    FixedString<limits::service_type_max> type;
    FixedString<limits::instance_name_max> name;
    AttributeSet attributes;
    Selection selection;
    std::uint32_t count = 0;
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    std::uint32_t patience_ms = limits::probe_patience_ms_default;
    /// Find hosts, and no services.
    bool hosts_only = false;
    bool local_only = false;
    std::array<Endpoint, limits::probe_targets_max> targets{};
    std::size_t target_count = 0;
    /// Ask only by the interface that the owner has chosen.
    bool one_interface = false;
    Family family = Family::any;
    wire::Keyring keys;
    Random::Seed seed{};

    /// What requests say.
    [[nodiscard]] Filter filter() const { return {type.view(), name.view(), attributes.view()}; }
};

/// What the parts of one client share: what it looks for, whom it may ask and how, and what it has
/// found.
struct Client {
    explicit Client(const ProbeConfig& made_of);

    /// If there is no memory, the owner tries again.
    [[nodiscard]] InterfaceTable::Update set_interfaces(const InterfaceList& list);
    /// Whether the client may send a request there. Any sender can claim any address.
    [[nodiscard]] bool may_ask(const AnswerSource& source) const;
    [[nodiscard]] Route route_to(const AnswerSource& source) const;
    /// How to ask that address, if it was given and is not of one link alone; else null. Then an
    /// answer may come by any interface.
    [[nodiscard]] const Route* given_route_to(const IpAddress& address) const;
    /// The discovery port of the host with this address: as it was given, or else the usual one.
    [[nodiscard]] std::uint16_t discovery_port_of(const IpAddress& address) const;
    /// Queues a query to one host.
    void send_host_query(const Route& route, const wire::HostQuery& query);
    /// Queues a query to all hosts of each link; of given targets, to those that are many hosts.
    void send_host_query_to_links(const wire::HostQuery& query);

    const ProbeConfig config;
    Messenger messenger;
    InterfaceTable interfaces;
    AnswerSources sources;
    ProbeTargets targets;
    ReachableHosts reachable;
    Catalogue catalogue;
    WallClock wall_clock;
    /// The attempts of all transactions so far. An answer to a later attempt is newer.
    std::uint32_t attempts = 0;

   private:
    /// The interfaces have changed, but there was no memory for the targets yet.
    bool lacks_targets_ = false;
};

}  // namespace mpdisc::core
