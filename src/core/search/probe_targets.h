// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/host/interface_table.h"
#include "core/kit/array.h"
#include "core/kit/datagram.h"

namespace mpdisc::core {

/// Whom a probe asks.
struct ProbeScope {
    std::uint16_t discovery_port = 0;
    bool local_only = false;
    /// Ask by the interface that the owner has chosen alone, not by all.
    bool one_interface = false;
    Family family = Family::any;
    /// Ask these alone; empty: this host and its links.
    std::span<const Endpoint> given;
};

/// The destinations of a request.
class ProbeTargets {
   public:
    /// This host by loopback first, then by each interface its link: 255.255.255.255 or else the
    /// broadcast addresses of its networks, the multicast group, and peers; of these only what is
    /// on the one interface, where one is named; or what is given. Each once, at most
    /// limits::probe_targets_max: is_truncated() tells of further ones. False for want of memory.
    [[nodiscard]] bool compute(const ProbeScope& scope, const InterfaceTable& interfaces);

    /// Before each repetition: first the last one becomes the first, then others do. A host answers
    /// by the path over which it hears an attempt first, and that path may be dead.
    void change_order();

    [[nodiscard]] std::span<const Route> all() const { return routes_.view(); }
    /// Whether nobody but this host is asked.
    [[nodiscard]] bool only_this_host() const { return only_this_host_; }
    /// Whether any of them is for many hosts: a broadcast address or a group.
    [[nodiscard]] bool reach_many() const { return reach_many_; }
    /// Whether any of them is on a link, rather than this host or given.
    [[nodiscard]] bool has_link() const { return has_link_; }
    /// Whether there are more than so many; further ones are not asked.
    [[nodiscard]] bool is_truncated() const { return is_truncated_; }
    /// Over how many families they are asked.
    [[nodiscard]] std::uint32_t families() const;

   private:
    [[nodiscard]] bool add(Endpoint to, std::uint32_t if_index);
    [[nodiscard]] bool add_links(const ProbeScope& scope, const InterfaceTable& interfaces);

    Array<Route> routes_;
    bool is_reversed_ = false;
    bool only_this_host_ = false;
    bool reach_many_ = false;
    bool has_link_ = false;
    bool is_truncated_ = false;
};

}  // namespace mpdisc::core
