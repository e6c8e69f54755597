// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// What a run of a program that lists services came to.
struct ProbeRun {
    int exit_code = -1;
    /// Different services, and lines that came twice.
    std::size_t found = 0;
    std::size_t doubled = 0;
    TimeUs duration_us = 0;
    /// On the clock of the day, as the network's datagrams are: when it was started, and when the
    /// last line arrived that names a service not named before.
    TimeUs start_us = 0;
    TimeUs last_found_us = never_us;

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

/// What tells a line's service from others; empty: the line names none.
using LineKey = std::string_view (*)(std::string_view line);

/// Runs a program as a user would, until it ends, and reads what it prints as it comes. After 30 s
/// it is killed, and has exit code -1.
[[nodiscard]] ProbeRun run_finder(const std::vector<std::string>& command, LineKey key);

/// Runs mpdisc-probe; each line is a service.
[[nodiscard]] ProbeRun run_probe(const std::string& program,
                                 const std::vector<std::string>& options = {"-l"});

/// The clock of the day.
[[nodiscard]] TimeUs day_clock_us();

}  // namespace mpdisc::bench
