// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// The time of an event that did not happen; more than any time.
inline constexpr double never = std::numeric_limits<double>::infinity();

/// A demand on a figure.
struct Demand {
    enum class Of {
        nothing,
        median_at_most,
        max_at_most,
        min_at_least,
        ratio_at_most,
        ratio_at_least
    };
    Of of = Of::nothing;
    /// In the figure's unit, or a ratio.
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
    /// One sample for each run.
    std::vector<double> samples;
    std::string unit;
    Demand demand;
    Reference against;
    /// How the figure was measured, or related facts.
    std::string note;
};

/// Prints each figure in a line, and remembers if a figure missed its demand.
class Figures {
   public:
    enum class Format { table, tsv };

    explicit Figures(Format format) : format_(format) {}

    /// The title of the figures that follow.
    void begin_group(const std::string& name);
    /// Returns the median, as a reference for other figures.
    double add(const Row& row);
    /// A missing figure, and the reason.
    void add_missing(const std::string& what, const std::string& why);
    /// Times. A missing one is `never_us` and misses every demand.
    void times(std::string_view what, const std::vector<TimeUs>& samples, Demand::Of of,
               TimeUs limit_us);
    /// Yes or no for each run; all must be yes.
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
/// The sample that `percent` of all samples do not exceed; `never` if there are none.
[[nodiscard]] double quantile(std::vector<double> samples, std::size_t percent);

}  // namespace mpdisc::bench
