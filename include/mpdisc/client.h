// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "mpdisc/service.h"
#include "mpdisc/trace.h"

namespace mpdisc {

/// What a client looks for, and where. A search and a watch have these options in common.
struct ClientOptions {
    std::uint16_t discovery_port = limits::discovery_port_default;
    /// The services to look for. open() copies the text.
    Filter filter;
    /// How long a search of several hosts runs at least: an access point delivers requests to
    /// sleeping hosts late. At most limits::probe_timeout_ms_max.
    std::uint32_t patience_ms = limits::probe_patience_ms_default;
    /// Ask only this host.
    bool local_only = false;
    /// Ask only these addresses, each by unicast or broadcast as the address says. Port 0 means the
    /// discovery port. At most limits::probe_targets_max.
    std::span<const Endpoint> targets;
    /// Ask only by this interface; empty: by all.
    std::string_view interface_name;
    Family family = Family::any;
    /// If this has keys, only answers that are sealed with one of them are believed.
    /// Counter::drop_unauthenticated counts the others. Must stay valid until open() returns.
    const KeySet* keys = nullptr;
    /// What gets to see each datagram that is sent or received.
    DatagramTrace trace{};
};

}  // namespace mpdisc
