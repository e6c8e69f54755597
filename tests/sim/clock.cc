// SPDX-License-Identifier: MIT
#include "tests/sim/clock.h"

#include <algorithm>

namespace mpdisc::sim {
namespace {

/// Greater than the number of datagrams in a fan-out to all providers of all hosts.
constexpr int events_per_instant_max = 100'000;

}  // namespace

void Clock::at(TimeUs when_us, std::function<void()> what) {
    entries_.push_back({std::max(when_us, now_us_), next_sequence_++, std::move(what)});
    std::push_heap(entries_.begin(), entries_.end(), Later{});
}

bool Clock::run_until(TimeUs end_us) {
    int at_this_instant = 0;
    while (!halted_ && !entries_.empty() && entries_.front().when_us <= end_us) {
        at_this_instant = entries_.front().when_us == now_us_ ? at_this_instant + 1 : 0;
        if (at_this_instant > events_per_instant_max) return false;
        now_us_ = entries_.front().when_us;
        std::pop_heap(entries_.begin(), entries_.end(), Later{});
        const std::function<void()> what = std::move(entries_.back().what);
        entries_.pop_back();
        what();
    }
    if (!halted_) now_us_ = std::max(now_us_, end_us);
    return true;
}

}  // namespace mpdisc::sim
