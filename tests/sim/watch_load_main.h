// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "tests/sim/run_options.h"

namespace mpdisc::sim {

struct WatchLoadOptions {
    /// 0: some numbers of hosts and watches.
    std::uint64_t watches = 0;
    std::uint64_t hosts = 30;
    /// Run with this loss only.
    std::optional<std::uint64_t> loss_permille;
};

/// The hosts of the watches must have addresses on the simulated link.
inline constexpr std::uint64_t watches_max = 4'000;

/// Runs the simulations and prints a table. Returns the exit code.
[[nodiscard]] int run_watch_loads(const RunOptions& options, const WatchLoadOptions& chosen);

}  // namespace mpdisc::sim
