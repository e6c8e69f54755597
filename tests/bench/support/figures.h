// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// What was asked for and did not happen: more than any time.
inline constexpr double never = std::numeric_limits<double>::infinity();

/// What is demanded of a figure.
struct Demand {
    enum class Of {
        nothing,
        median_at_most,
        median_at_least,
        max_at_most,
        min_at_least,
        ratio_at_most,
        ratio_at_least
    };
    Of of = Of::nothing;
    /// In the figure's unit; or the ratio.
    double limit = 0;
};

/// A floor or a peer, measured in the same run.
struct Reference {
    /// As in "0.8 of the bare loop".
    std::string name;
    double median = 0;
};

/// One figure of the table.
struct Row {
    std::string what;
    /// One for each run.
    std::vector<double> samples;
    std::string unit;
    Demand demand;
    Reference against;
    /// How it was come by, or what came with it.
    std::string note;
};

/// Prints figures, a line each, and remembers whether one missed what was demanded.
class Figures {
   public:
    enum class Format { table, tsv };

    explicit Figures(Format format) : format_(format) {}

    /// What the figures after it are about.
    void begin_group(const std::string& name);
    /// Returns the median, for others to be compared with.
    double add(const Row& row);
    /// A figure that is not there, and why.
    void add_missing(const std::string& what, const std::string& why);
    /// Times; what none was found for is a `never_us`, and misses every demand.
    void times(std::string_view what, const std::vector<TimeUs>& samples, Demand::Of of,
               TimeUs limit_us);
    /// Yes or no; all must be yes.
    void successes(std::string_view what, const std::vector<bool>& samples);

    [[nodiscard]] bool all_met() const { return all_met_; }

   private:
    struct Cells;
    void print(const Cells& cells) const;

    Format format_;
    std::string group_;
    bool all_met_ = true;
};

/// Reads "table" or "tsv".
[[nodiscard]] bool parse_format(std::string_view text, Figures::Format& out);

/// Microseconds as milliseconds.
[[nodiscard]] double to_ms(TimeUs time_us);
[[nodiscard]] std::vector<double> to_ms(const std::vector<TimeUs>& times_us);
/// Of all samples sorted, the one that so many percent do not exceed; `never` of none.
[[nodiscard]] double quantile(std::vector<double> samples, std::size_t percent);

}  // namespace mpdisc::bench
