// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::platform {

enum class Clock : std::uint8_t {
    /// Never goes back, even if the time of day is set.
    monotonic,
    /// The time since 1970, as the system has it.
    time_of_day,
};

/// The time in microseconds.
[[nodiscard]] TimeUs clock_us(Clock clock = Clock::monotonic);

}  // namespace mpdisc::platform
