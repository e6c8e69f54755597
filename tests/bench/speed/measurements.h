// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/bench/support/figures.h"

/// Each function adds its figures, and returns false if it could not measure.
namespace mpdisc::bench {

struct Setup {
    /// The directories of mpdisc's programs and of the measurements' programs.
    std::string programs;
    std::string tools;
    /// The directory of the scripts that the measurements start: tests/bench.
    std::string sources;
    Figures& figures;
    /// Runs in each series of whole processes. Avahi gets fewer, because each takes seconds.
    int runs = 11;

    [[nodiscard]] std::string provider() const { return programs + "/mpdisc-provider"; }
    [[nodiscard]] std::string probe() const { return programs + "/mpdisc-probe"; }
    [[nodiscard]] std::string bench(const std::string& name) const { return tools + "/" + name; }
};

/// Requests per second that the primary answers.
[[nodiscard]] bool measure_requests(const Setup& setup);
/// Notifications per second that the primary sends.
[[nodiscard]] bool measure_fan_out(const Setup& setup);
/// Whole probes for `services` services of one host, from that host and from another one, and their
/// memory; and the same with the peers.
[[nodiscard]] bool measure_probes(const Setup& setup, std::size_t services);
/// Time and memory as functions of the number of secondaries.
[[nodiscard]] bool measure_growth(const Setup& setup);

}  // namespace mpdisc::bench
