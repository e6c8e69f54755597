// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// A primary that is told of another one asks whoever gets what is sent to the discovery port who
/// it is. If it is itself, nothing has happened, for anybody on the host can tell such things; but
/// who told may believe itself to be the primary, and is told in its turn.
class Doubt {
   public:
    /// False where the last question was asked a moment ago. Who told of the other one did so from
    /// `by_port`.
    [[nodiscard]] bool raise(TimeUs now_us, std::uint16_t by_port, Random& random) {
        if (now_us < next_us_) return false;
        next_us_ = now_us + gap_us;
        until_us_ = now_us + patience_us;
        is_unanswered_ = true;
        transaction_ = random.next();
        raised_by_port_ = by_port;
        return true;
    }
    /// Whether that answers the last question, however late; then it is open no more.
    [[nodiscard]] bool is_settled_by(std::uint64_t transaction) {
        if (!is_unanswered_ || transaction != transaction_) return false;
        is_unanswered_ = false;
        until_us_ = 0;
        return true;
    }

    [[nodiscard]] std::uint64_t transaction() const { return transaction_; }
    [[nodiscard]] std::uint16_t raised_by_port() const { return raised_by_port_; }
    [[nodiscard]] bool is_open(TimeUs now_us) const { return now_us < until_us_; }

   private:
    /// While a question is open nobody else is answered, and on a busy port that takes a while: a
    /// program that raises doubts without end must not have its way for the better part of the
    /// time.
    static constexpr TimeUs patience_us = 300'000;
    /// Less than the second after which a successor calls again: where the answer to what one call
    /// raised was lost, the next one raises it anew.
    static constexpr TimeUs gap_us = 900'000;

    static_assert(gap_us > patience_us, "there is one question at a time");

    bool is_unanswered_ = false;
    std::uint64_t transaction_ = 0;
    std::uint16_t raised_by_port_ = 0;
    TimeUs until_us_ = 0;
    TimeUs next_us_ = 0;
};

}  // namespace mpdisc::core
