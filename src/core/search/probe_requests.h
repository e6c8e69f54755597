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

/// Writes the requests of one attempt of a probe: each says which services are known already, in
/// as many shards as all of them take. All requests of an attempt have the same shards, so that a
/// host which gets several of them is asked for each service once.
class ProbeRequests {
   public:
    /// `request`: what they have in common.
    ProbeRequests(const Catalogue& catalogue, Outbox& outbox, const wire::Request& request);

    /// All hosts' services are known, not those of one.
    static constexpr std::uint32_t all_hosts = HostRosters::none;

    /// How many datagrams each route gets, where anything is known.
    [[nodiscard]] std::uint8_t shards() const { return shards_; }
    /// Queues the request to each of `routes`; of what is known it names the services of that
    /// host. Where that is nothing it asks for everything, and for no roster either. False where
    /// there was no memory for some.
    [[nodiscard]] bool write(std::uint32_t of_host, bool wants_roster,
                             std::span<const Route> routes, std::uint64_t address_token = 0);

   private:
    /// A known service, as far as filters need it.
    struct Known {
        /// What stands for it in the filters.
        std::uint64_t hash;
        std::uint32_t host;

        [[nodiscard]] bool is_of(std::uint32_t of_host) const {
            return of_host == all_hosts || of_host == host;
        }
    };

    [[nodiscard]] std::uint32_t count_known(std::uint32_t of_host) const;
    void fill(std::span<std::uint8_t> bits, std::uint32_t of_host);
    [[nodiscard]] bool send(std::span<const Route> routes);

    Outbox& outbox_;
    wire::Request request_;
    /// Bytes that a filter may have.
    std::size_t room_ = 0;
    std::uint8_t shards_ = 1;
    /// Empty where nothing can be said.
    Array<Known> known_;
};

}  // namespace mpdisc::core
