// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// The gaps between repetitions of an unanswered message: 50 ms, then doubled up to a maximum. Each
/// gap is a little shorter at random, so that programs which start together do not stay in step.
class Backoff {
   public:
    void reset() {
        gap_us_ = gap_us_min;
        unanswered_ = 0;
    }

    TimeUs next_us(Random& random, TimeUs gap_max_us = gap_us_max) {
        if (gap_us_ > gap_max_us) gap_us_ = gap_max_us;
        const TimeUs gap_us = gap_us_ - random.below(gap_us_ / 4);
        gap_us_ *= 2;
        ++unanswered_;
        return gap_us;
    }

    /// How many gaps have begun since reset().
    [[nodiscard]] std::uint32_t unanswered() const { return unanswered_; }

    static constexpr TimeUs gap_us_min = 50'000;
    static constexpr TimeUs gap_us_max = 5'000'000;

   private:
    TimeUs gap_us_ = gap_us_min;
    std::uint32_t unanswered_ = 0;
};

}  // namespace mpdisc::core
