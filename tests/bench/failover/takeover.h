// SPDX-License-Identifier: MIT
#pragma once

#include "tests/bench/support/host.h"
#include "tests/bench/support/lab.h"

namespace mpdisc::bench {

/// How long after the primary was killed its port was held again, and all others were registered
/// with who holds it. To be asked for its registry each millisecond costs that one something.
struct Takeover {
    TimeUs held_us = never_us;
    TimeUs registered_us = never_us;
};

/// Kills the primary.
[[nodiscard]] Takeover measure_takeover(const Lab& lab);

}  // namespace mpdisc::bench
