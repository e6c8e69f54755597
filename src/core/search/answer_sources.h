// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/host/interface_table.h"
#include "core/kit/datagram.h"
#include "core/search/found_services.h"
#include "core/search/origin_shares.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Judges by this host's interfaces where an answer came from, and which of the addresses that it
/// names can be right. Anybody can claim to have any address.
class AnswerSources {
   public:
    /// `asks_links`: the search asks all hosts of a link, not only given addresses. `family`: the
    /// address to use is of that family. `interfaces` must outlive this.
    AnswerSources(const InterfaceTable& interfaces, bool asks_links, Family family)
        : interfaces_(interfaces), asks_links_(asks_links), family_(family) {}

    /// Whether the answer came by an interface that leads to other hosts, and its source is an
    /// address that no host has.
    [[nodiscard]] bool is_impossible(const Inbound& in) const;
    [[nodiscard]] AddressKind kind_of(const Inbound& in) const;
    /// Whether the source may be a host on the link that is in another network than this host. The
    /// search has asked the whole link. Such a host is asked through no router.
    [[nodiscard]] bool claims_link(std::uint32_t if_index, const IpAddress& source) const;
    /// Writes the addresses of the service into `out`, and the one to use. It lists the possible
    /// addresses that can be reached without a router; if there are none, all possible ones. The
    /// address to use is the first one that can be reached without a router; else the source.
    void list_addresses(const Inbound& in, const wire::Advertisement& advertisement,
                        FoundRecord& out) const;

   private:
    /// Whether the host that answered can have this address, as far as this host knows.
    [[nodiscard]] bool is_possible(const Inbound& in, const IpAddress& address) const;
    [[nodiscard]] bool is_within_reach(const Inbound& in, const IpAddress& address) const;
    /// Whether the answer passed no router.
    [[nodiscard]] bool is_from_link(const Inbound& in) const;

    const InterfaceTable& interfaces_;
    bool asks_links_;
    Family family_;
};

}  // namespace mpdisc::core
