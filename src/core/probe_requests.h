// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/datagram.h"
#include "core/found_services.h"
#include "core/host_rosters.h"
#include "core/outbox.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Writes the requests of one attempt of a probe: each says which services are known already, in
/// as many shards as that takes.
class ProbeRequests {
   public:
    ProbeRequests(const FoundServices& found, const HostRosters& hosts, Outbox& outbox)
        : found_(found), hosts_(hosts), outbox_(outbox) {}

    /// All hosts' services are known, not those of one.
    static constexpr std::uint32_t all_hosts = HostRosters::none;

    /// Queues the request to each of `routes`; of what is known it names the services of that
    /// host. Returns in how many shards; 0 where there was no memory for some.
    [[nodiscard]] std::uint8_t write(wire::Request request, std::uint32_t of_host,
                                     std::span<const Route> routes);

   private:
    [[nodiscard]] std::uint32_t count_known(std::uint32_t of_host) const;
    [[nodiscard]] bool is_of(std::uint32_t number, std::uint32_t of_host) const;
    void fill(wire::Request& request, std::span<std::uint8_t> bits, std::uint32_t of_host) const;
    [[nodiscard]] bool send(const wire::Request& request, std::span<const Route> routes);

    const FoundServices& found_;
    const HostRosters& hosts_;
    Outbox& outbox_;
};

}  // namespace mpdisc::core
