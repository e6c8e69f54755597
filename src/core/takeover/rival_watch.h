// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// Decides when a provider that took the discovery port over renews its hold on it: when one of the
/// others that still hold the port has gone. The system then spreads requests over those left.
class RivalWatch {
   public:
    /// The port was taken just now, and so many others hold it.
    void begin(TimeUs now_us, std::size_t rivals) {
        rivals_ = rivals;
        due_us_ = rivals == 0 ? never_us : now_us + look_gap_us;
    }
    void end() { due_us_ = never_us; }
    [[nodiscard]] bool has_rivals() const { return due_us_ != never_us; }

    /// Whether to count the rivals now. A provider that hung until now may have been replaced, and
    /// is about to learn that. If it was not, it renews its hold in any case: a newer holder may
    /// have come and gone.
    [[nodiscard]] bool is_due(TimeUs now_us) {
        if (now_us < due_us_) return false;
        const bool was_away = now_us >= due_us_ + absence_min_us;
        if (was_away) rivals_ = SIZE_MAX;
        due_us_ = now_us + (was_away ? absence_grace_us : look_gap_us);
        return !was_away;
    }
    /// There are so many rivals. True where the hold is to be renewed. More rivals than before mean
    /// that this provider hung itself, and was replaced.
    [[nodiscard]] bool has_outlasted_one(std::size_t rivals) {
        const std::size_t before = rivals_;
        rivals_ = rivals;
        if (rivals == 0) end();
        return rivals != 0 && rivals < before;
    }

    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }

   private:
    static constexpr TimeUs look_gap_us = 250'000;
    static constexpr TimeUs absence_min_us = 1'000'000;
    /// In this time a successor has called, and has answered the question which provider it is.
    static constexpr TimeUs absence_grace_us = 1'500'000;

    std::size_t rivals_ = 0;
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::core
