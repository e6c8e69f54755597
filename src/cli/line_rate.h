// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/types.h"
#include "program/console.h"

namespace mpdisc::cli {

/// Limits the log's lines of each level, so that other hosts can't flood the log with one level and
/// hide another.
class LineRate {
   public:
    static constexpr std::uint32_t lines_per_second_max = 100;

    /// Counts a line. False if this second has had enough of this level.
    [[nodiscard]] bool allows(LogLevel level, TimeUs now_us) {
        if (now_us >= second_ends_us_) {
            second_ends_us_ = now_us + 1'000'000;
            line_counts_ = {};
        }
        return ++line_counts_[static_cast<std::size_t>(level)] <= lines_per_second_max;
    }

   private:
    /// Lines of each level in the current second.
    std::array<std::uint32_t, 4> line_counts_{};
    TimeUs second_ends_us_ = 0;
};

}  // namespace mpdisc::cli
