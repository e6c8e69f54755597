// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/search.h"

namespace mpdisc::sim {

/// A search under certain conditions. `is_demanded`: it must succeed there; else it is only
/// measured.
struct SearchRow {
    Search search;
    Conditions conditions;
    bool is_demanded = false;
};

[[nodiscard]] const std::vector<Search>& all_searches();
/// The rows that `sim --search all` runs.
[[nodiscard]] std::vector<SearchRow> all_search_rows();
/// That search under other conditions. It must succeed there if a row with as much loss or more
/// must.
[[nodiscard]] SearchRow make_search_row(const Search& search, std::uint64_t loss_permille,
                                        bool is_disturbed);

/// Says how the run fell short; empty if it did what is demanded. The client must find everything,
/// each service once and before its time-out. If no datagram is lost on the way, it must also know
/// that it has everything.
[[nodiscard]] std::string shortfall(const SearchRow& row, const SearchResult& result);
/// Whether the client wrongly says that it has everything.
[[nodiscard]] bool is_wrongly_complete(const SearchResult& result);

}  // namespace mpdisc::sim
