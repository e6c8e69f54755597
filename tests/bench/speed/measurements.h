// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/bench/support/figures.h"

/// Each adds its figures, and returns false where it could not measure.
namespace mpdisc::bench {

struct Setup {
    /// Where mpdisc's programs are, and those of the measurements.
    std::string programs;
    std::string tools;
    /// Where the scripts are that the measurements start: tests/bench.
    std::string sources;
    Figures& figures;
    /// Of each series of whole processes; Avahi, where each takes seconds, gets fewer.
    int runs = 11;

    [[nodiscard]] std::string provider() const { return programs + "/mpdisc-provider"; }
    [[nodiscard]] std::string probe() const { return programs + "/mpdisc-probe"; }
    [[nodiscard]] std::string bench(const std::string& name) const { return tools + "/" + name; }
};

/// How many requests a second the primary answers.
[[nodiscard]] bool measure_requests(const Setup& setup);
/// How many notifications a second it sends.
[[nodiscard]] bool measure_fan_out(const Setup& setup);
/// Whole probes of so many services of one host, from there and from another one, and what memory
/// they take; and the same with the peers.
[[nodiscard]] bool measure_probes(const Setup& setup, std::size_t services);
/// Time and memory over the number of secondaries.
[[nodiscard]] bool measure_growth(const Setup& setup);

}  // namespace mpdisc::bench
