// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// The time of day. The owner of a machine sets it beside the monotonic time.
class WallClock {
   public:
    /// Returns how much later it is than it should be since the last call, in milliseconds. The
    /// monotonic clock may stop while the computer is suspended, and somebody may set the clock.
    std::int64_t set(TimeUs now_us, std::uint64_t unix_ms) {
        const std::uint64_t offset_ms = unix_ms - now_us / 1000;
        return static_cast<std::int64_t>(offset_ms - std::exchange(offset_ms_, offset_ms));
    }

    /// Milliseconds since 1970; 0 if the clock is wrong. A device without a battery starts with a
    /// date in the past.
    [[nodiscard]] std::uint64_t at(TimeUs now_us) const {
        const std::uint64_t unix_ms = offset_ms_ + now_us / 1000;
        return unix_ms < earliest_ms ? 0 : unix_ms;
    }

    /// Whether that time differs from now by at most `tolerance_ms`. False if the clock is wrong.
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
