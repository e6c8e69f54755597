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
    /// The services to look for, as requests tell it to the hosts. open() copies the text.
    Filter filter;
    /// Only services of one of these types; empty: any. At most limits::wanted_types_max.
    std::span<const std::string_view> types;
    /// Only services whose name matches this pattern (mpdisc/name_pattern.h); empty: any.
    ///
    /// Requests tell one type and one name. With more types, and with wildcards, hosts send all
    /// services that match `filter`, and the client leaves out the others. That takes more
    /// datagrams, and limits::found_services_max counts all.
    std::string_view name_pattern;
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
    /// Ask from this UDP port; 0: the system chooses one. So a firewall need let in answers to one
    /// port only. One program at a time can have it. It must be neither the discovery port nor the
    /// next one.
    std::uint16_t source_port = 0;
    /// If this has keys, only answers that are sealed with one of them are believed.
    /// Counter::drop_unauthenticated counts the others. Must stay valid until open() returns.
    const KeySet* keys = nullptr;
    /// What gets to see each datagram that is sent or received.
    DatagramTrace trace{};
};

}  // namespace mpdisc
