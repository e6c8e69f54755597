// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/host/interface_table.h"
#include "core/kit/datagram.h"
#include "core/search/found_services.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Judges answers by the interfaces of this host: where they came from, and which addresses they
/// may list. Any sender can claim any address.
class AnswerSources {
   public:
    /// `asks_links`: the search asks all hosts of its links, not only given addresses. `family`:
    /// the family of the address to use. `interfaces` must outlive this object.
    AnswerSources(const InterfaceTable& interfaces, bool asks_links, Family family)
        : interfaces_(interfaces), asks_links_(asks_links), family_(family) {}

    /// Whether the answer came by an interface that leads to other hosts, from an address that no
    /// host can have.
    [[nodiscard]] bool is_impossible(const Inbound& in) const;
    /// Whether the source may be a host that is on the link but in another network. The search has
    /// asked the whole link. Requests to such a host pass no router.
    [[nodiscard]] bool claims_link(std::uint32_t if_index, const IpAddress& source) const;
    /// Writes the addresses of the services into `out`, and the address to use. It lists the
    /// possible addresses that need no router; if there are none, all possible ones. The address to
    /// use is the first one that needs no router; if there is none, the source of the answer.
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
