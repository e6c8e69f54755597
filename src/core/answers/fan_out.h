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

/// Passes a request on to the secondaries whose services match: one message for many.
class FanOut {
   public:
    FanOut(const Registry& registry, const wire::Sealer& sealer)
        : registry_(registry), sealer_(sealer) {}

    /// Finds the candidates: the secondaries that this copy asks, and that have services which the
    /// client lacks. Counts the matching services of all secondaries that this copy or an earlier
    /// one reaches.
    void match(const RequestCopy& copy, Question& question, const AnswerSize& answer_size,
               MatchCount& matches);
    /// Whether match() found any candidate.
    [[nodiscard]] bool has_candidates() const { return !candidates_.empty(); }
    /// Makes each candidate a recipient whose answer fits into the allowance, and spends its bytes.
    void choose(Allowance& allowance);
    /// Encodes the message to the recipients. False if that fails; then there are no recipients.
    [[nodiscard]] bool notify(const wire::Arrival& arrival, const wire::Roster& roster,
                              const wire::Request& request);
    /// The number of recipients, from choose() until next() has returned the last datagram.
    [[nodiscard]] std::size_t recipient_count() const { return recipient_count_; }

    /// The datagram to the next recipient.
    [[nodiscard]] bool next(Outbound& out);

    /// Reserves room for one more secondary, so that a request needs no memory.
    [[nodiscard]] bool reserve_recipient() {
        return candidates_.reserve(std::size_t{registry_.size()} + 1);
    }

   private:
    struct Candidate {
        Registry::Slot slot = Registry::none;
        std::uint32_t answer_size = 0;
    };

    /// The room for the message without its seal.
    [[nodiscard]] std::span<std::uint8_t> room() {
        return std::span(message_).first(message_.size() - sealer_.overhead());
    }

    const Registry& registry_;
    const wire::Sealer& sealer_;
    std::array<std::uint8_t, limits::notification_max> message_;
    std::size_t message_size_ = 0;
    /// The recipients come first.
    Array<Candidate> candidates_;
    std::size_t recipient_count_ = 0;
    std::size_t sent_ = 0;
};

}  // namespace mpdisc::core
