// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// The time of day, which the owner of a machine tells beside the monotonic time.
class WallClock {
   public:
    void set(TimeUs now_us, std::uint64_t unix_ms) { offset_ms_ = unix_ms - now_us / 1000; }

    /// Milliseconds since 1970; 0 where the clock cannot be right: a device without a battery
    /// begins somewhere before.
    [[nodiscard]] std::uint64_t at(TimeUs now_us) const {
        const std::uint64_t unix_ms = offset_ms_ + now_us / 1000;
        return unix_ms < earliest_ms ? 0 : unix_ms;
    }

    /// Whether that time is of now, by at most `tolerance_ms`. Without a clock no time is.
    [[nodiscard]] bool agrees(TimeUs now_us, std::uint64_t time_ms,
                              std::uint64_t tolerance_ms) const {
        const std::uint64_t own_ms = at(now_us);
        const std::uint64_t gap_ms = own_ms > time_ms ? own_ms - time_ms : time_ms - own_ms;
        return own_ms != 0 && gap_ms <= tolerance_ms;
    }

   private:
    /// The beginning of 2020.
    static constexpr std::uint64_t earliest_ms = 1'577'836'800'000;

    std::uint64_t offset_ms_ = 0;
};

}  // namespace mpdisc::core
