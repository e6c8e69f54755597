// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "tests/sim/search_rows.h"

namespace mpdisc::sim {

/// The results of the runs of one row.
class SearchTally {
   public:
    void add(const SearchRow& row, const SearchResult& result);
    [[nodiscard]] std::uint64_t failed() const { return failed_; }
    void print(const SearchRow& row);

    static void print_head();
    static void print_legend();

   private:
    struct Traffic {
        std::uint64_t datagrams = 0;
        std::uint64_t bytes = 0;
    };

    std::uint64_t runs_ = 0;
    std::uint64_t failed_ = 0;
    std::uint64_t all_found_ = 0;
    std::uint64_t complete_ = 0;
    std::uint64_t incomplete_ = 0;
    std::uint64_t not_found_ = 0;
    std::uint64_t wrong_ = 0;
    std::vector<TimeUs> last_new_us_;
    std::vector<TimeUs> ended_us_;
    Traffic requests_;
    Traffic answers_;
    std::uint64_t client_drops_ = 0;
    std::uint64_t client_drops_max_ = 0;
    std::uint64_t host_drops_ = 0;
};

}  // namespace mpdisc::sim
