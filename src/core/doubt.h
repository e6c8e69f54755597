// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// A primary that is told of another one asks whoever gets what is sent to the discovery port who
/// it is. If it is itself, nothing has happened, for anybody on the host can tell such things; but
/// who told may believe itself to be the primary, and is told in its turn.
class Doubt {
   public:
    /// False while a question is open, or was asked a moment ago. `by` is who told of the other
    /// one.
    [[nodiscard]] bool raise(TimeUs now_us, std::uint16_t by, Random& random) {
        if (is_open(now_us) || now_us < next_us_) return false;
        next_us_ = now_us + gap_us;
        until_us_ = now_us + patience_us;
        transaction_ = random.next();
        raised_by_ = by;
        return true;
    }
    /// Whether that answers the question; then it is open no more.
    [[nodiscard]] bool is_settled_by(TimeUs now_us, std::uint64_t transaction) {
        if (!is_open(now_us) || transaction != transaction_) return false;
        until_us_ = 0;
        return true;
    }

    [[nodiscard]] std::uint64_t transaction() const { return transaction_; }
    [[nodiscard]] std::uint16_t raised_by() const { return raised_by_; }
    [[nodiscard]] bool is_open(TimeUs now_us) const { return now_us < until_us_; }

   private:
    /// While a question is open nobody else is answered, and on a busy port that takes a while: a
    /// program that raises doubts without end must not have its way for the better part of the
    /// time.
    static constexpr TimeUs patience_us = 300'000;
    /// Less than the second after which a successor calls again: where the answer to one call's
    /// question was lost, the next call is not passed over.
    static constexpr TimeUs gap_us = 900'000;

    std::uint64_t transaction_ = 0;
    std::uint16_t raised_by_ = 0;
    TimeUs until_us_ = 0;
    TimeUs next_us_ = 0;
};

}  // namespace mpdisc::core
