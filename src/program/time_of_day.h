// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "platform/clock.h"

namespace mpdisc {

/// The time since 1970 in UTC, as the system has it.
[[nodiscard]] inline std::uint64_t time_of_day_ms() {
    return platform::clock_us(platform::Clock::time_of_day) / 1000;
}

}  // namespace mpdisc
