// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/answer_budget.h"
#include "core/array.h"
#include "core/datagram.h"
#include "core/question.h"
#include "core/registry.h"
#include "core/request_paths.h"
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

    /// Finds the secondaries that are asked by the latest path and have services that the client
    /// lacks, as many as may answer; they are the next notify()'s. Counts the services that match,
    /// of all secondaries that any path reaches.
    [[nodiscard]] Tally match(const RequestPaths& paths, const Question& question,
                              const AnswerSize& answer_size, Allowance& allowance);
    /// What match() found is not asked.
    void drop_recipients() { recipients_.clear(); }
    /// Passes the request on to those that match() found. False where the message cannot be
    /// encoded.
    [[nodiscard]] bool notify(const wire::Notification& notification);
    /// How many secondaries the last notify() is for.
    [[nodiscard]] std::size_t recipient_count() const { return recipients_.size(); }

    /// The next datagram to the recipients; one message, many destinations.
    [[nodiscard]] bool next(Outbound& out);

    /// Makes room for one more recipient, so that requests need no memory.
    [[nodiscard]] bool reserve_recipient() {
        return recipients_.reserve(std::size_t{registry_.size()} + 1);
    }

   private:
    void pick(Registry::Slot slot, std::size_t answer_size, Allowance& allowance);
    /// What of the message's room its seal leaves.
    [[nodiscard]] std::span<std::uint8_t> room() {
        return std::span(message_).first(message_.size() - sealer_.overhead());
    }

    const Registry& registry_;
    const wire::Sealer& sealer_;
    std::array<std::uint8_t, limits::notification_max> message_;
    std::size_t message_size_ = 0;
    Array<Registry::Slot> recipients_;
    std::size_t sent_ = 0;
};

}  // namespace mpdisc::core
