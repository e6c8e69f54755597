// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/answers/answer_budget.h"
#include "core/answers/question.h"
#include "core/answers/request_paths.h"
#include "core/host/registry.h"
#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "mpdisc/limits.h"
#include "wire/auth.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// One message to many secondaries: requests go to those whose services match.
class FanOut {
   public:
    FanOut(const Registry& registry, const wire::Sealer& sealer)
        : registry_(registry), sealer_(sealer) {}

    /// Finds the secondaries that this copy asks and that have services that the client lacks:
    /// choose() makes recipients of them. Counts the services that match, of all secondaries that
    /// this copy or an earlier one reaches.
    [[nodiscard]] MatchCount match(const RequestCopy& copy, const Question& question,
                                   const AnswerSize& answer_size);
    /// Whether match() found any.
    [[nodiscard]] bool has_candidates() const { return !candidates_.empty(); }
    /// Makes recipients of as many of them as the allowance has room for, and takes that from it.
    void choose(Allowance& allowance);
    /// Passes the request on to the recipients. False where the message cannot be encoded.
    [[nodiscard]] bool notify(const wire::Arrival& arrival, const wire::Roster& roster,
                              const wire::Request& request);
    /// How many secondaries the next notify() is for, or the last one.
    [[nodiscard]] std::size_t recipient_count() const { return recipient_count_; }

    /// The next datagram to the recipients; one message, many destinations.
    [[nodiscard]] bool next(Outbound& out);

    /// Makes room for one more recipient, so that requests need no memory.
    [[nodiscard]] bool reserve_recipient() {
        return candidates_.reserve(std::size_t{registry_.size()} + 1);
    }

   private:
    struct Candidate {
        Registry::Slot slot = Registry::none;
        std::uint32_t answer_size = 0;
    };

    /// What of the message's room its seal leaves.
    [[nodiscard]] std::span<std::uint8_t> room() {
        return std::span(message_).first(message_.size() - sealer_.overhead());
    }

    const Registry& registry_;
    const wire::Sealer& sealer_;
    std::array<std::uint8_t, limits::notification_max> message_;
    std::size_t message_size_ = 0;
    /// The recipients first.
    Array<Candidate> candidates_;
    std::size_t recipient_count_ = 0;
    std::size_t sent_ = 0;
};

}  // namespace mpdisc::core
