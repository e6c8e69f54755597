// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "tests/sim/profile.h"

namespace mpdisc::sim {

struct RunResult {
    /// Empty if all checks passed.
    std::string failure;
    std::uint64_t trace_hash = 0;
};

/// One run: faults, recovery, final checks, silence. The same seed and profile give the same run.
[[nodiscard]] RunResult simulate(std::uint64_t seed, const Profile& profile, bool prints_trace);

}  // namespace mpdisc::sim
