// SPDX-License-Identifier: MIT
#include "tests/sim/search_rows.h"

#include <algorithm>
#include <array>

#include "tests/sim/clock.h"
#include "tests/sim/trace.h"

namespace mpdisc::sim {
namespace {

/// A search, and the highest loss under which it must find everything.
struct Demand {
    std::string_view search;
    std::uint64_t loss_permille;
};

constexpr std::array demands = {
    Demand{"local_10", 0},       Demand{"local_100", 0},     Demand{"local_1000", 0},
    Demand{"one_host_1", 50},    Demand{"one_host_100", 50}, Demand{"one_host_300", 200},
    Demand{"one_host_1000", 50}, Demand{"big_5000", 50},     Demand{"hosts_30x10", 200},
    Demand{"hosts_100x10", 50},  Demand{"hosts_1000", 0},
};

constexpr std::array<std::uint64_t, 3> losses = {0, 50, 200};
constexpr std::uint64_t heavy_loss_permille = 200;

std::string count_text(std::size_t count, std::size_t of) {
    return std::to_string(count) + " of " + std::to_string(of);
}

}  // namespace

const std::vector<Search>& all_searches() {
    static const std::vector<Search> all = {
        {"local_10", 1, {10, 1}, {}, true},     {"local_100", 1, {100, 1}, {}, true},
        {"local_1000", 1, {1000, 1}, {}, true}, {"one_host_1", 1, {1, 1}, {}},
        {"one_host_100", 1, {100, 1}, {}},      {"one_host_300", 1, {300, 1}, {}},
        {"one_host_1000", 1, {1000, 1}, {}},    {"big_5000", 1, {50, 100}, {}},
        {"hosts_30x10", 30, {1, 10}, {10, 1}},  {"hosts_100x10", 100, {1, 10}, {10, 1}},
        {"hosts_1000", 1000, {1, 1}, {1, 1}},
    };
    return all;
}

SearchRow make_search_row(const Search& search, std::uint64_t loss_permille, bool is_disturbed) {
    SearchRow made{search, {loss_permille, is_disturbed, 1'000}, false};
    if (loss_permille >= heavy_loss_permille) made.conditions.timeout_ms = 3'000;
    made.is_demanded = std::any_of(demands.begin(), demands.end(), [&](const Demand& demand) {
        return demand.search == search.name && loss_permille <= demand.loss_permille;
    });
    return made;
}

std::vector<SearchRow> all_search_rows() {
    std::vector<SearchRow> rows;
    for (const Search& search : all_searches()) {
        if (search.is_local) {
            rows.push_back(make_search_row(search, 0, false));
            continue;
        }
        for (const bool is_disturbed : {false, true}) {
            for (const std::uint64_t loss : losses) {
                rows.push_back(make_search_row(search, loss, is_disturbed));
            }
        }
    }
    return rows;
}

bool is_wrongly_complete(const SearchResult& result) {
    return result.outcome == ProbeOutcome::complete && result.found != result.wanted;
}

std::string shortfall(const SearchRow& row, const SearchResult& result) {
    if (!result.failure.empty()) return result.failure;
    if (!row.is_demanded) return {};
    const std::string when = " after " + time_text(result.ended_us) + " s";
    if (is_wrongly_complete(result)) {
        return "wrongly complete with " + count_text(result.found, result.wanted) + when;
    }
    if (result.found != result.wanted) {
        return "found " + count_text(result.found, result.wanted) + when;
    }
    if (result.found_twice != 0) return std::to_string(result.found_twice) + " found twice";
    if (result.last_new_us > TimeUs{row.conditions.timeout_ms} * ms) {
        return "found the last one after " + time_text(result.last_new_us) + " s";
    }
    if (row.conditions.loss_permille == 0 && result.outcome != ProbeOutcome::complete) {
        return "found all, and does not know it" + when;
    }
    return {};
}

}  // namespace mpdisc::sim
