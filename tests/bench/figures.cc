// SPDX-License-Identifier: MIT
#include "figures.h"

#include <algorithm>
#include <cstdio>

namespace mpdisc::bench {
namespace {

constexpr const char* line_format = "%-51s %5s  %-35s %-18s %s\n";

std::string to_ms(TimeUs time_us) {
    if (time_us == never_us) return "never";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", static_cast<double>(time_us) / 1000);
    return text;
}

std::string in_width(std::string text, std::size_t width) {
    text.insert(0, width - std::min(width, text.size()), ' ');
    return text;
}

}  // namespace

void Figures::print_header(std::size_t providers) {
    std::printf(line_format, (std::to_string(providers) + " PROVIDERS").c_str(), "RUNS",
                "    MEDIAN       P95       MAX", "DEMANDED", "");
}

void Figures::times(std::string_view what, std::vector<TimeUs> samples, Demand demand,
                    TimeUs limit_us) {
    std::sort(samples.begin(), samples.end());
    const auto quantile = [&](std::size_t percent) {
        return samples.empty() ? never_us : samples[(samples.size() * percent + 99) / 100 - 1];
    };
    std::string figures;
    for (const std::size_t percent : {50U, 95U, 100U}) {
        figures += in_width(to_ms(quantile(percent)), 10);
    }
    const bool is_median = demand == Demand::median;
    print(what, samples.size(), figures + " ms",
          (is_median ? "median " : "max ") + to_ms(limit_us) + " ms",
          quantile(is_median ? 50 : 100) <= limit_us);
}

void Figures::successes(std::string_view what, const std::vector<bool>& samples) {
    const auto good = std::count(samples.begin(), samples.end(), true);
    const bool met = !samples.empty() && static_cast<std::size_t>(good) == samples.size();
    print(what, samples.size(), in_width(std::to_string(good), 10), "every run", met);
}

void Figures::print(std::string_view what, std::size_t runs, const std::string& figures,
                    const std::string& demand, bool met) {
    std::printf(line_format, std::string(what).c_str(), std::to_string(runs).c_str(),
                figures.c_str(), demand.c_str(), met ? "met" : "MISSED");
    std::fflush(stdout);
    all_met_ = all_met_ && met;
}

}  // namespace mpdisc::bench
