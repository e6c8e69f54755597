// SPDX-License-Identifier: MIT
#include "tests/sim/search_table.h"

#include <algorithm>
#include <cstdio>

namespace mpdisc::sim {
namespace {

using Number = unsigned long long;

double in_ms(TimeUs time_us) {
    return static_cast<double>(time_us) / 1000.0;
}

/// The percentile of times that are sorted.
double percentile_ms(const std::vector<TimeUs>& sorted_us, std::size_t percent) {
    if (sorted_us.empty()) return 0;
    return in_ms(sorted_us[(sorted_us.size() * percent + 99) / 100 - 1]);
}

}  // namespace

void SearchTally::add(const SearchRow& row, const SearchResult& result) {
    ++runs_;
    if (!shortfall(row, result).empty()) ++failed_;
    if (result.found == result.wanted && result.found_twice == 0) ++all_found_;
    if (result.outcome == ProbeOutcome::complete) ++complete_;
    if (result.outcome == ProbeOutcome::incomplete) ++incomplete_;
    if (result.outcome == ProbeOutcome::not_found) ++not_found_;
    if (is_wrongly_complete(result)) ++wrong_;
    last_new_us_.push_back(result.last_new_us);
    ended_us_.push_back(result.ended_us);
    requests_.datagrams += result.requests;
    requests_.bytes += result.request_bytes;
    answers_.datagrams += result.answers;
    answers_.bytes += result.answer_bytes;
    client_drops_ += result.client_drops;
    client_drops_max_ = std::max(client_drops_max_, result.client_drops);
    host_drops_ += result.host_drops;
}

void SearchTally::print_head() {
    std::printf("%-22s %4s %5s %5s %14s %5s  %21s  %14s  %11s  %14s  %12s %5s\n", "", "", "", "ALL",
                "COMPLETE/", "", "LAST NEW SERVICE, ms", "ENDED, ms", "REQUESTS", "ANSWERS",
                "CLIENT DROPS", "HOST");
    std::printf("%-22s %4s %5s %5s %14s %5s  %6s %7s %6s  %6s %7s  %4s %6s  %6s %7s  %6s %5s %5s\n",
                "SEARCH", "LOSS", "RUNS", "FOUND", "INCOMPL/NOT", "WRONG", "MEDIAN", "P99", "MAX",
                "MEDIAN", "MAX", "N", "BYTES", "N", "BYTES", "MEAN", "MAX", "DROPS");
}

void SearchTally::print_legend() {
    std::printf(
        "LOSS: of 1,000 datagrams, each way; ~: a fifth is doubled, a fifth up to 5 ms late.\n"
        "WRONG: ended as complete, and was not. LAST NEW SERVICE: the last one that came, since\n"
        "the client's start. REQUESTS, ANSWERS: means of the runs.\n");
}

void SearchTally::print(const SearchRow& row) {
    std::sort(last_new_us_.begin(), last_new_us_.end());
    std::sort(ended_us_.begin(), ended_us_.end());
    char outcomes[64];
    std::snprintf(outcomes, sizeof outcomes, "%llu/%llu/%llu", Number{complete_},
                  Number{incomplete_}, Number{not_found_});
    const std::string name =
        std::string(row.search.name) + (row.conditions.is_disturbed ? " ~" : "");
    const std::uint64_t runs = std::max<std::uint64_t>(runs_, 1);
    std::printf(
        "%-22s %4llu %5llu %5llu %14s %5llu  %6.1f %7.1f %6.0f  %6.1f %7.1f  %4.1f %6llu"
        "  %6llu %7llu  %6llu %5llu %5llu  ",
        name.c_str(), Number{row.conditions.loss_permille}, Number{runs_}, Number{all_found_},
        outcomes, Number{wrong_}, percentile_ms(last_new_us_, 50), percentile_ms(last_new_us_, 99),
        percentile_ms(last_new_us_, 100), percentile_ms(ended_us_, 50),
        percentile_ms(ended_us_, 100),
        static_cast<double>(requests_.datagrams) / static_cast<double>(runs),
        Number{requests_.bytes / runs}, Number{answers_.datagrams / runs},
        Number{answers_.bytes / runs}, Number{client_drops_ / runs}, Number{client_drops_max_},
        Number{host_drops_ / runs});
    if (failed_ != 0) {
        std::printf("FAILED %llu\n", Number{failed_});
    } else {
        std::printf("%s\n", row.is_demanded ? "met" : "measured");
    }
}

}  // namespace mpdisc::sim
