// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// What one attempt of a request asks for: the services that match its filter and that the client
/// lacks, or a sketch of all that match. A view of the request.
class Question {
   public:
    explicit Question(const wire::Request& request)
        : request_(request), sketch_(request.sketch.cells) {}
    explicit Question(wire::Request&&) = delete;

    /// What the request says about a matching service.
    enum class Knowledge : std::uint8_t {
        /// The client lacks it.
        lacking,
        /// The client has it, or does not ask for it.
        known,
        /// Another shard of the attempt tells whether the client has it.
        other_shard,
    };

    [[nodiscard]] const Filter& filter() const { return request_.filter; }
    /// Considers a matching service. If it belongs in the sketch, it is there afterwards.
    [[nodiscard]] Knowledge consider(const ProviderId& provider, wire::Bytes service);
    /// Whether the client lacks this matching service, so that it must be sent.
    [[nodiscard]] bool lacks(const ProviderId& provider, wire::Bytes service) {
        return consider(provider, service) == Knowledge::lacking;
    }
    /// The cells of the sketch; empty if the request asks for none.
    [[nodiscard]] wire::Bytes sketch() const { return sketch_.bytes(); }

   private:
    const wire::Request& request_;
    wire::Sketch sketch_;
};

/// How many services match. How many of these the client lacks, and how many it has.
struct MatchCount {
    std::uint32_t matching = 0;
    std::uint32_t lacking = 0;
    std::uint32_t known = 0;
    /// The size of the lacking services as SERVICE fields.
    std::size_t lacking_bytes = 0;

    void add(Question::Knowledge knowledge, std::size_t bytes) {
        ++matching;
        if (knowledge == Question::Knowledge::known) ++known;
        if (knowledge != Question::Knowledge::lacking) return;
        ++lacking;
        lacking_bytes += bytes;
    }
};

/// The size of answers. The overhead beside the services is about the same for all providers of a
/// host.
struct AnswerSize {
    std::size_t overhead = 0;

    /// An upper bound for the size of the answers with all lacking services.
    [[nodiscard]] std::size_t of(const MatchCount& matches) const {
        // Each datagram carries at least one service. Two in a row carry more than fits into one.
        const std::size_t datagrams = std::clamp<std::size_t>(
            matches.lacking, 1,
            1 + matches.lacking_bytes * 2 / (limits::network_datagram_max - overhead));
        // Some of the overhead is left out beside a large service.
        return std::min(datagrams * overhead + matches.lacking_bytes,
                        datagrams * limits::network_datagram_max);
    }
};

}  // namespace mpdisc::core
