// SPDX-License-Identifier: MIT
#pragma once

#include "tests/bench/support/host.h"
#include "tests/bench/support/lab.h"

namespace mpdisc::bench {

/// The times from the primary's death until another provider holds its port, and until all others
/// are registered there. Asking for the registry each millisecond slows the new primary a little.
struct Takeover {
    TimeUs held_us = never_us;
    TimeUs registered_us = never_us;
};

/// Kills the primary.
[[nodiscard]] Takeover measure_takeover(const Lab& lab);

}  // namespace mpdisc::bench
