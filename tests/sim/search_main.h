// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mpdisc::sim {

struct SearchOptions {
    /// The name of one search, or `all`.
    std::string_view name;
    std::uint64_t first_seed = 1;
    std::uint64_t runs = 1;
    /// Run under these conditions only.
    std::optional<std::uint64_t> loss_permille;
    bool is_disturbed = false;
    bool prints_trace = false;
    /// Run each seed twice, and require the same trace.
    bool twice = false;
};

/// Whether a search has that name.
[[nodiscard]] bool is_search(std::string_view name);
/// Runs the searches and prints a table. Returns the exit code.
[[nodiscard]] int run_searches(const SearchOptions& options);

}  // namespace mpdisc::sim
