// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/sim/run_options.h"

namespace mpdisc::sim {

struct SearchOptions {
    /// The name of one search, or `all`.
    std::string_view name;
    /// Run under these conditions only.
    std::optional<std::uint64_t> loss_permille;
    bool is_disturbed = false;
};

/// Whether a search has that name.
[[nodiscard]] bool is_search(std::string_view name);
/// Runs the searches and prints a table. Returns the exit code.
[[nodiscard]] int run_searches(const RunOptions& options, const SearchOptions& chosen);

}  // namespace mpdisc::sim
