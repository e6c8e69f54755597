// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tests/bench/support/figures.h"
#include "tests/bench/support/probing.h"
#include "tests/bench/support/tap.h"

namespace mpdisc::bench {

/// Several runs of a search for all services of a LAN.
class LanSeries {
   public:
    explicit LanSeries(std::size_t expected) : expected_(expected) {}

    void add(const ProbeRun& run, const Traffic& traffic);

    /// Milliseconds from the first datagram that left the client until it had the last service;
    /// `never` for runs that did not find all.
    [[nodiscard]] const std::vector<double>& since_request() const { return since_request_; }
    /// The same, from the start of the process.
    [[nodiscard]] const std::vector<double>& since_start() const { return since_start_; }
    [[nodiscard]] const std::vector<double>& durations() const { return durations_; }
    /// In percent.
    [[nodiscard]] const std::vector<double>& found() const { return found_; }
    /// "100/100 found, 101 datagrams, 37000 bytes": the fewest found by a run, and the medians of
    /// datagrams and bytes.
    [[nodiscard]] std::string note() const;
    [[nodiscard]] bool empty() const { return durations_.empty(); }

   private:
    std::size_t expected_;
    std::size_t least_found_ = SIZE_MAX;
    std::size_t overlooked_ = 0;
    std::vector<double> since_request_;
    std::vector<double> since_start_;
    std::vector<double> durations_;
    std::vector<double> found_;
    std::vector<double> datagrams_;
    std::vector<double> bytes_;
};

}  // namespace mpdisc::bench
