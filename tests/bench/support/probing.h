// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// What a run of `mpdisc-probe -l` came to.
struct ProbeRun {
    int exit_code = -1;
    /// Different services, and lines that came twice.
    std::size_t found = 0;
    std::size_t doubled = 0;
    TimeUs duration_us = 0;

    /// So many services, each once, and the probe knows that they are all.
    [[nodiscard]] bool found_just(std::size_t count) const {
        return exit_code == 0 && found == count && doubled == 0;
    }
};

/// Several runs: whether each found just what it should, and how long they took.
struct ProbeSeries {
    std::vector<bool> finds_all;
    std::vector<TimeUs> durations;

    /// Says on stderr what was found instead of `count` services.
    void add(const ProbeRun& run, std::size_t count);
};

/// Runs the program as a user would, until it ends.
[[nodiscard]] ProbeRun run_probe(const std::string& program);

}  // namespace mpdisc::bench
