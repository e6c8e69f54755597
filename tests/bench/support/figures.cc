// SPDX-License-Identifier: MIT
#include "tests/bench/support/figures.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace mpdisc::bench {

/// The printed cells of a line.
struct Figures::Cells {
    std::string what;
    std::string runs;
    std::string median;
    std::string p95;
    std::string max;
    std::string unit;
    std::string ratio;
    std::string ratio_to;
    std::string demanded;
    std::string verdict;
    std::string note;
};

namespace {

/// Three significant digits, or more before the point.
std::string number(double value) {
    if (std::isinf(value)) return "never";
    const double size = std::fabs(value);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", size < 10 ? 2 : size < 100 ? 1 : 0, value);
    return text;
}

/// A limit, which is a round number.
std::string round_number(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::string describe(const Demand& demand, const std::string& unit) {
    const std::string limit = round_number(demand.limit);
    switch (demand.of) {
        case Demand::Of::nothing:
            break;
        case Demand::Of::median_at_most:
            return "median <= " + limit + " " + unit;
        case Demand::Of::max_at_most:
            return "max <= " + limit + " " + unit;
        case Demand::Of::min_at_least:
            return "each >= " + limit + " " + unit;
        case Demand::Of::ratio_at_most:
            return "ratio <= " + limit;
        case Demand::Of::ratio_at_least:
            return "ratio >= " + limit;
    }
    return {};
}

bool is_met(const Demand& demand, const std::vector<double>& samples, double ratio) {
    switch (demand.of) {
        case Demand::Of::nothing:
            break;
        case Demand::Of::median_at_most:
            return quantile(samples, 50) <= demand.limit;
        case Demand::Of::max_at_most:
            return quantile(samples, 100) <= demand.limit;
        case Demand::Of::min_at_least:
            return !samples.empty() && quantile(samples, 0) >= demand.limit;
        case Demand::Of::ratio_at_most:
            return ratio > 0 && ratio <= demand.limit;
        case Demand::Of::ratio_at_least:
            return std::isfinite(ratio) && ratio >= demand.limit;
    }
    return true;
}

}  // namespace

void Figures::begin_group(const std::string& name) {
    group_ = name;
    if (format_ == Format::tsv) return;
    std::string heading = name;
    std::transform(heading.begin(), heading.end(), heading.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    std::putchar('\n');
    print({heading, "RUNS", "MEDIAN", "P95", "MAX", "", "RATIO", "", "DEMANDED", "", ""});
}

double Figures::add(const Row& row) {
    const double median = quantile(row.samples, 50);
    const bool has_ratio =
        row.against.median > 0 && std::isfinite(row.against.median) && std::isfinite(median);
    const double ratio = has_ratio ? median / row.against.median : 0;
    const bool met = is_met(row.demand, row.samples, ratio);
    print({row.what, std::to_string(row.samples.size()), number(median),
           number(quantile(row.samples, 95)), number(quantile(row.samples, 100)), row.unit,
           has_ratio ? number(ratio) : "", has_ratio ? row.against.name : "",
           describe(row.demand, row.unit),
           row.demand.of == Demand::Of::nothing ? ""
           : met                                ? "met"
                                                : "MISSED",
           row.note});
    all_met_ = all_met_ && met;
    return median;
}

void Figures::add_missing(const std::string& what, const std::string& why) {
    print({what, "0", "-", "-", "-", "", "", "", "", "", why});
}

void Figures::times(std::string_view what, const std::vector<TimeUs>& samples, Demand::Of of,
                    TimeUs limit_us) {
    add({std::string(what), to_ms(samples), "ms", {of, to_ms(limit_us)}, {}, {}});
}

void Figures::successes(std::string_view what, const std::vector<bool>& samples) {
    std::vector<double> percents;
    for (const bool good : samples) percents.push_back(good ? 100 : 0);
    const auto good = std::count(samples.begin(), samples.end(), true);
    add({std::string(what),
         percents,
         "%",
         {Demand::Of::min_at_least, 100},
         {},
         std::to_string(good) + " of " + std::to_string(samples.size()) + " runs"});
}

void Figures::print(const Cells& cells) const {
    std::array<char, 1024> line{};
    if (format_ == Format::tsv) {
        std::snprintf(line.data(), line.size(), "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s",
                      group_.c_str(), cells.what.c_str(), cells.runs.c_str(), cells.median.c_str(),
                      cells.p95.c_str(), cells.max.c_str(), cells.unit.c_str(), cells.ratio.c_str(),
                      cells.ratio_to.c_str(), cells.demanded.c_str(), cells.verdict.c_str(),
                      cells.note.c_str());
    } else {
        const std::string ratio =
            cells.ratio + (cells.ratio_to.empty() ? "" : " x " + cells.ratio_to);
        std::snprintf(line.data(), line.size(), "%-51s %5s %9s %9s %9s %-5s %-18s %-18s %-6s %s",
                      cells.what.c_str(), cells.runs.c_str(), cells.median.c_str(),
                      cells.p95.c_str(), cells.max.c_str(), cells.unit.c_str(), ratio.c_str(),
                      cells.demanded.c_str(), cells.verdict.c_str(), cells.note.c_str());
    }
    std::string text = line.data();
    if (format_ == Format::table) text.erase(text.find_last_not_of(' ') + 1);
    std::puts(text.c_str());
    std::fflush(stdout);
}

bool parse_format(std::string_view text, Figures::Format& out) {
    if (text != "table" && text != "tsv") return false;
    out = text == "tsv" ? Figures::Format::tsv : Figures::Format::table;
    return true;
}

double to_ms(TimeUs time_us) {
    return time_us == never_us ? never : static_cast<double>(time_us) / 1000;
}

std::vector<double> to_ms(const std::vector<TimeUs>& times_us) {
    std::vector<double> times;
    for (const TimeUs time_us : times_us) times.push_back(to_ms(time_us));
    return times;
}

double quantile(std::vector<double> samples, std::size_t percent) {
    if (samples.empty()) return never;
    std::sort(samples.begin(), samples.end());
    const std::size_t rank = (samples.size() * percent + 99) / 100;
    return samples[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace mpdisc::bench
