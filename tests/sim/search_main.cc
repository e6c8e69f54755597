// SPDX-License-Identifier: MIT
#include "tests/sim/search_main.h"

#include <algorithm>
#include <cstdio>

#include "tests/sim/search_table.h"

namespace mpdisc::sim {
namespace {

/// Failures that are printed for one row. Others are only counted.
constexpr std::uint64_t failures_shown_max = 3;

std::vector<SearchRow> rows_of(const SearchOptions& chosen) {
    std::vector<SearchRow> rows = all_search_rows();
    std::erase_if(rows, [&](const SearchRow& row) {
        return chosen.name != "all" && row.search.name != chosen.name;
    });
    if (chosen.loss_permille) {
        // Keep each search once, and give it that loss.
        std::erase_if(rows, [](const SearchRow& row) {
            return row.conditions.loss_permille != 0 || row.conditions.is_disturbed;
        });
        for (SearchRow& row : rows) {
            row = make_search_row(row.search, *chosen.loss_permille, chosen.is_disturbed);
        }
    } else if (chosen.is_disturbed) {
        std::erase_if(rows, [](const SearchRow& row) { return !row.conditions.is_disturbed; });
    }
    return rows;
}

void print_failure(const SearchRow& row, std::uint64_t seed, const std::string& what) {
    const Conditions& conditions = row.conditions;
    const std::string name(row.search.name);
    std::printf("%s, seed %llu: %s\n  replay: make sim SEARCH=%s LOSS=%llu%s SEED=%llu\n",
                name.c_str(), static_cast<unsigned long long>(seed), what.c_str(), name.c_str(),
                static_cast<unsigned long long>(conditions.loss_permille),
                conditions.is_disturbed ? " DISTURBED=1" : "",
                static_cast<unsigned long long>(seed));
}

/// Returns how many runs failed.
std::uint64_t run_row(const RunOptions& options, const SearchRow& row) {
    SearchTally tally;
    std::vector<std::pair<std::uint64_t, std::string>> failures;
    for (std::uint64_t n = 0; n < options.runs; ++n) {
        const std::uint64_t seed = options.first_seed + n;
        SearchResult result = run_search(seed, row.search, row.conditions, options.prints_trace);
        if (options.twice &&
            run_search(seed, row.search, row.conditions, false).trace_hash != result.trace_hash) {
            result.failure = "another run of the same seed did something else";
        }
        tally.add(row, result);
        const std::string what = shortfall(row, result);
        if (!what.empty() && failures.size() < failures_shown_max)
            failures.emplace_back(seed, what);
    }
    if (options.prints_trace) SearchTally::print_head();
    tally.print(row);
    for (const auto& [seed, what] : failures) print_failure(row, seed, what);
    std::fflush(stdout);
    return tally.failed();
}

}  // namespace

bool is_search(std::string_view name) {
    const auto& all = all_searches();
    return name == "all" || std::any_of(all.begin(), all.end(),
                                        [&](const Search& search) { return search.name == name; });
}

int run_searches(const RunOptions& options, const SearchOptions& chosen) {
    const std::vector<SearchRow> rows = rows_of(chosen);
    if (rows.empty()) {
        std::fprintf(stderr, "no %s in such conditions: give a loss with --disturbed\n",
                     std::string(chosen.name).c_str());
        return 2;
    }
    if (!options.prints_trace) {
        SearchTally::print_legend();
        SearchTally::print_head();
    }
    std::uint64_t failed = 0;
    for (const SearchRow& row : rows) failed += run_row(options, row);
    return failed == 0 ? 0 : 1;
}

}  // namespace mpdisc::sim
