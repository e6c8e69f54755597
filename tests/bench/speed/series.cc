// SPDX-License-Identifier: MIT
#include "tests/bench/speed/series.h"

#include <algorithm>

namespace mpdisc::bench {
namespace {

double ms_between(TimeUs from_us, TimeUs to_us) {
    return from_us <= to_us && to_us != never_us ? to_ms(to_us - from_us) : never;
}

std::string whole(double value) {
    return std::to_string(static_cast<std::size_t>(value));
}

}  // namespace

void LanSeries::add(const ProbeRun& run, const Traffic& traffic) {
    const TimeUs last_us = run.found == expected_ ? run.last_found_us : never_us;
    since_request_.push_back(ms_between(traffic.first_out_us, last_us));
    since_start_.push_back(ms_between(run.start_us, last_us));
    durations_.push_back(to_ms(run.duration_us));
    found_.push_back(100 * static_cast<double>(run.found) / static_cast<double>(expected_));
    datagrams_.push_back(static_cast<double>(traffic.out.datagrams + traffic.in.datagrams));
    bytes_.push_back(static_cast<double>(traffic.out.bytes + traffic.in.bytes));
    least_found_ = std::min(least_found_, run.found);
    overlooked_ += traffic.overlooked;
}

std::string LanSeries::note() const {
    return std::to_string(least_found_) + "/" + std::to_string(expected_) + " found, " +
           whole(quantile(datagrams_, 50)) + " datagrams, " + whole(quantile(bytes_, 50)) +
           " bytes" + (overlooked_ == 0 ? "" : ", not counted: " + std::to_string(overlooked_));
}

}  // namespace mpdisc::bench
