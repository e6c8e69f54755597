// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mpdisc::sim {

struct SearchOptions {
    /// Of one search, or `all`.
    std::string_view name;
    std::uint64_t first_seed = 1;
    std::uint64_t runs = 1;
    /// Under these conditions alone.
    std::optional<std::uint64_t> loss_permille;
    bool is_disturbed = false;
    bool prints_trace = false;
    /// Runs each seed twice, and demands the same trace.
    bool twice = false;
};

/// Whether there is a search of that name.
[[nodiscard]] bool is_search(std::string_view name);
/// Runs them and prints a table; returns the exit code.
[[nodiscard]] int run_searches(const SearchOptions& options);

}  // namespace mpdisc::sim
