// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::sim {

/// The options that runs with faults and searches have in common.
struct RunOptions {
    std::uint64_t first_seed = 1;
    std::uint64_t runs = 1;
    bool prints_trace = false;
    /// Runs each seed twice and demands the same trace.
    bool twice = false;
};

}  // namespace mpdisc::sim
