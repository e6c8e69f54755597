// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::runtime {

/// When who took the discovery port over takes it over once more: of the others that still hold it
/// one may be gone, and then requests would be spread over those left.
class RivalWatch {
   public:
    /// So many others hold the port that was just taken, or is to be tried again.
    void begin(TimeUs now_us, std::size_t rivals) {
        rivals_ = rivals;
        due_us_ = rivals == 0 ? never_us : now_us + look_gap_us;
    }
    void end() { due_us_ = never_us; }

    /// Whether to count them now. Who hung until now may have been replaced, and is about to learn
    /// that; who does not, takes the port over in any case: a newer one may have come and gone.
    [[nodiscard]] bool is_due(TimeUs now_us) {
        if (now_us < due_us_) return false;
        const bool was_away = now_us >= due_us_ + absence_min_us;
        if (was_away) rivals_ = SIZE_MAX;
        due_us_ = now_us + (was_away ? absence_grace_us : look_gap_us);
        return !was_away;
    }
    /// So many there are. True where the port is to be taken over. More of them than before mean
    /// that this one hung itself, and was replaced.
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
    /// In which a successor has called, and has answered who it is.
    static constexpr TimeUs absence_grace_us = 1'500'000;

    std::size_t rivals_ = 0;
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::runtime
