// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::sim {

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;

/// Virtual time and the events scheduled for it. Events run in order of time; events of the same
/// time run in the order in which they were scheduled.
class Clock {
   public:
    [[nodiscard]] TimeUs now_us() const { return now_us_; }
    void at(TimeUs when_us, std::function<void()> what);
    void after(TimeUs delay_us, std::function<void()> what) {
        at(now_us_ + delay_us, std::move(what));
    }
    /// False if time stands still, because events reschedule themselves at the same time without
    /// end.
    [[nodiscard]] bool run_until(TimeUs end_us);
    /// Ends run_until() before its time.
    void halt() { halted_ = true; }

   private:
    struct Entry {
        TimeUs when_us;
        std::uint64_t sequence;
        std::function<void()> what;
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const {
            return a.when_us != b.when_us ? a.when_us > b.when_us : a.sequence > b.sequence;
        }
    };

    TimeUs now_us_ = 0;
    std::uint64_t next_sequence_ = 0;
    bool halted_ = false;
    /// A heap and no std::priority_queue, so that a due entry can be moved out.
    std::vector<Entry> entries_;
};

}  // namespace mpdisc::sim
