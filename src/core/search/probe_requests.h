// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "core/kit/outbox.h"
#include "core/search/catalogue.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Writes the requests of one attempt of a search. Each request says which services are known, in
/// shards if the filter does not fit into one datagram. All requests of an attempt have the same
/// shards. So a host that gets several of them is asked for each service once.
class ProbeRequests {
   public:
    /// `request`: what all requests of the attempt have in common.
    ProbeRequests(const Catalogue& catalogue, Outbox& outbox, const wire::Request& request);

    /// The requests name the services of all hosts, not of one.
    static constexpr std::uint32_t all_hosts = HostRosters::none;
    /// The requests name no services.
    static constexpr std::uint32_t no_host = all_hosts - 1;

    /// How many datagrams each route gets, if any service is known.
    [[nodiscard]] std::uint8_t shards() const { return shards_; }
    /// Queues the request to each of `routes`. It names the known services of that host. If none is
    /// known, it asks for everything and does not ask for the roster. False if there was no memory
    /// for some requests.
    [[nodiscard]] bool write(std::uint32_t of_host, bool wants_roster,
                             std::span<const Route> routes, std::uint64_t address_token = 0);

    /// The same to a host that has not answered yet. It also asks for the roster, so that the host
    /// answers if it has no such service.
    [[nodiscard]] bool write_to_silent(const Route& route);

   private:
    /// A known service, as far as filters need it.
    struct Known {
        /// Stands for the service in the filters.
        std::uint64_t hash;
        std::uint32_t host;

        [[nodiscard]] bool is_of(std::uint32_t of_host) const {
            return of_host == all_hosts || of_host == host;
        }
    };

    [[nodiscard]] std::uint32_t count_known(std::uint32_t of_host) const;
    void fill(std::span<std::uint8_t> bits, std::uint32_t of_host);
    /// Sends a request for each shard, whose filter is `bits`.
    [[nodiscard]] bool send_shards(std::uint32_t of_host, bool wants_roster,
                                   std::span<std::uint8_t> bits, std::span<const Route> routes);
    [[nodiscard]] bool send(std::span<const Route> routes);

    Outbox& outbox_;
    wire::Request request_;
    /// How many bytes a filter may have.
    std::size_t room_ = 0;
    std::uint8_t shards_ = 1;
    /// Empty if the known services do not fit; then the requests ask for everything.
    Array<Known> known_;
};

}  // namespace mpdisc::core
