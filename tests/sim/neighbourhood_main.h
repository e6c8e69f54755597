// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "tests/sim/run_options.h"

namespace mpdisc::sim {

struct NeighbourhoodOptions {
    /// 0: each of some numbers of hosts.
    std::uint64_t hosts = 0;
    /// Run with this loss only.
    std::optional<std::uint64_t> loss_permille;
};

/// The hosts of one run must have addresses on the simulated link.
inline constexpr std::uint64_t neighbourhood_hosts_max = 4'000;

/// Runs the simulations and prints a table. Returns the exit code.
[[nodiscard]] int run_neighbourhoods(const RunOptions& options, const NeighbourhoodOptions& chosen);

}  // namespace mpdisc::sim
