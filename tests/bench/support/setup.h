// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>

#include "tests/bench/support/figures.h"

namespace mpdisc::bench {

/// What a measurement has besides its own parameters.
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

/// The directories come from MPDISC_BIN, MPDISC_BENCH_BIN and MPDISC_BENCH.
[[nodiscard]] inline Setup make_setup(Figures& figures, int runs) {
    const auto setting = [](const char* variable, const char* fallback) {
        const char* given = std::getenv(variable);
        return std::string(given == nullptr ? fallback : given);
    };
    return {setting("MPDISC_BIN", "build"), setting("MPDISC_BENCH_BIN", "build/bench"),
            setting("MPDISC_BENCH", "tests/bench"), figures, runs};
}

}  // namespace mpdisc::bench
