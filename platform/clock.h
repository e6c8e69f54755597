// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/types.h"

namespace mpdisc::platform {

/// Monotonic microseconds; never goes back, whatever happens to the time of day.
[[nodiscard]] TimeUs clock_us();

}  // namespace mpdisc::platform
