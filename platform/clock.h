// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::platform {

enum class Clock : std::uint8_t {
    /// Never goes back, whatever happens to the time of day.
    monotonic,
    /// The time since 1970, as far as the system knows it.
    time_of_day,
};

/// Microseconds.
[[nodiscard]] TimeUs clock_us(Clock clock = Clock::monotonic);

}  // namespace mpdisc::platform
