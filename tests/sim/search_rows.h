// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/search.h"

namespace mpdisc::sim {

/// A search under certain conditions, and whether it is to hold there or is only measured.
struct SearchRow {
    Search search;
    Conditions conditions;
    bool is_demanded = false;
};

/// All that have a name.
[[nodiscard]] const std::vector<Search>& all_searches();
/// What `sim --search all` runs.
[[nodiscard]] std::vector<SearchRow> all_search_rows();
/// That search under other conditions, which demand something too if some row does.
[[nodiscard]] SearchRow make_search_row(const Search& search, std::uint64_t loss_permille,
                                        bool is_disturbed);

/// Empty where the run did what is demanded: everything is found, each service once and within the
/// client's time-out. Where nothing is lost on the way, the client also has to know it.
[[nodiscard]] std::string shortfall(const SearchRow& row, const SearchResult& result);
/// The client says that it has everything, and has not.
[[nodiscard]] bool is_wrongly_complete(const SearchResult& result);

}  // namespace mpdisc::sim
