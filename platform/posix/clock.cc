// SPDX-License-Identifier: MIT
#include "platform/clock.h"

#include <ctime>

namespace mpdisc::platform {

TimeUs clock_us(Clock clock) {
    timespec now{};
    // This fails only for an unknown clock.
    (void)clock_gettime(clock == Clock::monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &now);
    return static_cast<TimeUs>(now.tv_sec) * 1'000'000 + static_cast<TimeUs>(now.tv_nsec) / 1'000;
}

}  // namespace mpdisc::platform
