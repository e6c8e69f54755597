// SPDX-License-Identifier: MIT
#pragma once

#include "host.h"
#include "lab.h"

namespace mpdisc::bench {

/// How long after the primary was killed its port was held again, and all others were registered
/// with who holds it. To be asked for its registry each millisecond costs that one something.
struct Takeover {
    TimeUs held_us = never_us;
    TimeUs registered_us = never_us;
};

/// Kills the primary.
[[nodiscard]] Takeover measure_takeover(const Lab& lab);

/// How long it is since then; `never_us` if what was awaited did not happen.
[[nodiscard]] inline TimeUs since(TimeUs start_us, bool happened) {
    return happened ? monotonic_us() - start_us : never_us;
}

/// Until then something must have happened, or it never will.
[[nodiscard]] inline TimeUs patience_end() {
    return monotonic_us() + 10'000'000;
}

}  // namespace mpdisc::bench
