// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// The result of a run of a program that lists services.
struct ProbeRun {
    int exit_code = -1;
    /// The number of different services, and of repeated lines.
    std::size_t found = 0;
    std::size_t doubled = 0;
    TimeUs duration_us = 0;
    /// Wall-clock times, as the datagrams of the network have: the start, and the arrival of the
    /// last line with a new service.
    TimeUs start_us = 0;
    TimeUs last_found_us = never_us;

    /// True if it found `count` services, each once, and its exit code says that they are all.
    [[nodiscard]] bool found_exactly(std::size_t count) const {
        return exit_code == 0 && found == count && doubled == 0;
    }
};

/// Several runs: whether each found exactly what it should, and their times.
struct ProbeSeries {
    std::vector<bool> finds_all;
    std::vector<TimeUs> durations;

    /// Says on stderr if the run did not find `count` services.
    void add(const ProbeRun& run, std::size_t count);
};

/// Returns the part of a line that identifies its service; empty if the line names none.
using LineKey = std::string_view (*)(std::string_view line);

/// Runs a program until it ends and reads its output as it comes. Kills it after 30 s, with exit
/// code -1.
[[nodiscard]] ProbeRun run_finder(const std::vector<std::string>& command, LineKey key);

/// Runs mpdisc-probe; each line is a service.
[[nodiscard]] ProbeRun run_probe(const std::string& program,
                                 const std::vector<std::string>& options = {"-l"});

/// The wall clock.
[[nodiscard]] TimeUs day_clock_us();

}  // namespace mpdisc::bench
