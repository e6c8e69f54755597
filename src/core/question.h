// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// What one attempt of a request asks for: the services that match its filter, and of these the
/// ones that its client lacks. A view of the request.
class Question {
   public:
    explicit Question(const wire::Request& request) : request_(request) {}
    explicit Question(wire::Request&&) = delete;

    [[nodiscard]] const Filter& filter() const { return request_.filter; }
    /// Whether a service that matches is to be answered with.
    [[nodiscard]] bool lacks(const ProviderId& provider, wire::Bytes service) const {
        if (request_.known.hashes == 0) return true;
        return request_.known.asks_for(
            wire::answer_hash(request_.transaction, request_.attempt, provider, service));
    }

   private:
    const wire::Request& request_;
};

/// How many services match, and what of these the client lacks.
struct Tally {
    std::uint32_t matching = 0;
    std::uint32_t lacking = 0;
    /// As SERVICE fields.
    std::size_t lacking_bytes = 0;
};

/// What answers weigh. All providers of a host have about the same to say beside their services.
struct AnswerSize {
    std::size_t overhead = 0;

    [[nodiscard]] std::size_t of(std::size_t services_bytes) const {
        // Each but the last is more than half full.
        const std::size_t datagrams =
            1 + services_bytes * 2 / (limits::network_datagram_max - overhead);
        return datagrams * overhead + services_bytes;
    }
};

}  // namespace mpdisc::core
