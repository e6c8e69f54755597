// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// Prints figures, a line each, and remembers whether one missed what was demanded.
class Figures {
   public:
    enum class Demand { median, max };

    /// Above the figures for so many providers.
    static void print_header(std::size_t providers);
    /// Times; what none was found for is a `never_us`, and misses every demand.
    void times(std::string_view what, std::vector<TimeUs> samples, Demand demand, TimeUs limit_us);
    /// Yes or no; all must be yes.
    void successes(std::string_view what, const std::vector<bool>& samples);
    [[nodiscard]] bool all_met() const { return all_met_; }

   private:
    void print(std::string_view what, std::size_t runs, const std::string& figures,
               const std::string& demand, bool met);

    bool all_met_ = true;
};

}  // namespace mpdisc::bench
