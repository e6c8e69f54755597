// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tests/sim/profile.h"

namespace mpdisc::sim {

struct RunResult {
    /// Empty where all held.
    std::string failure;
    std::uint64_t trace_hash = 0;
};

/// One run: faults, calm, verdict, silence. Under the same seed and profile always the same.
[[nodiscard]] RunResult simulate(std::uint64_t seed, const Profile& profile, bool prints_trace);

}  // namespace mpdisc::sim
