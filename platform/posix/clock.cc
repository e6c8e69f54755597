// SPDX-License-Identifier: MIT
#include "platform/clock.h"

#include <ctime>

namespace mpdisc::platform {

TimeUs clock_us() {
    timespec now{};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);  // fails for an unknown clock alone
    return static_cast<TimeUs>(now.tv_sec) * 1'000'000 + static_cast<TimeUs>(now.tv_nsec) / 1'000;
}

}  // namespace mpdisc::platform
