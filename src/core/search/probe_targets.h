// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/host/interface_table.h"
#include "core/kit/array.h"
#include "core/kit/datagram.h"

namespace mpdisc::core {

/// Which hosts a search asks.
struct ProbeScope {
    std::uint16_t discovery_port = 0;
    bool local_only = false;
    /// Ask only by the interface that the owner has chosen, not by all.
    bool one_interface = false;
    Family family = Family::any;
    /// Ask only these addresses. Empty: ask this host and its links.
    std::span<const Endpoint> given;
};

/// The destinations of a request.
class ProbeTargets {
   public:
    /// Lists the given addresses. If there are none, lists this host by loopback first, and then
    /// the link of each interface, or of the chosen one: by 255.255.255.255 or else the broadcast
    /// addresses of its networks, by the multicast group, and by the addresses of peers. Lists each
    /// destination once, at most limits::probe_targets_max; is_truncated() tells if there are more.
    /// False if there is no memory.
    [[nodiscard]] bool compute(const ProbeScope& scope, const InterfaceTable& interfaces);

    /// Call this before each repetition: then another destination comes first. A host answers by
    /// the path that brings an attempt first, and that path may be dead.
    void change_order();

    [[nodiscard]] std::span<const Route> all() const { return routes_.view(); }
    /// Whether the search asks this address by this interface.
    [[nodiscard]] bool include(const IpAddress& address, std::uint32_t if_index) const;
    /// Whether these are addresses that were given.
    [[nodiscard]] bool are_given() const { return are_given_; }
    /// Whether only this host is asked.
    [[nodiscard]] bool only_this_host() const { return only_this_host_; }
    /// Whether any destination is a broadcast address or a group.
    [[nodiscard]] bool reach_many() const { return reach_many_; }
    /// Whether any destination is a link, that is, neither this host nor a given address.
    [[nodiscard]] bool has_link() const { return has_link_; }
    /// Whether there are more destinations than the limit. The others are not asked.
    [[nodiscard]] bool is_truncated() const { return is_truncated_; }
    /// How many address families the destinations have.
    [[nodiscard]] std::uint32_t families() const;

   private:
    [[nodiscard]] bool add(Endpoint to, std::uint32_t if_index);
    [[nodiscard]] bool add_links(const ProbeScope& scope, const InterfaceTable& interfaces);

    Array<Route> routes_;
    bool are_given_ = false;
    bool is_reversed_ = false;
    bool only_this_host_ = false;
    bool reach_many_ = false;
    bool has_link_ = false;
    bool is_truncated_ = false;
};

}  // namespace mpdisc::core
