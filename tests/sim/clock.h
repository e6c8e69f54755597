// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::sim {

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;

/// Virtual time, and what is to happen when: in order of time, and at one time in the order in
/// which it was asked for.
class Clock {
   public:
    [[nodiscard]] TimeUs now_us() const { return now_us_; }
    void at(TimeUs when_us, std::function<void()> what);
    void after(TimeUs delay_us, std::function<void()> what) {
        at(now_us_ + delay_us, std::move(what));
    }
    /// False where time stands still: then something asks for itself again and again.
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
    /// A heap, so that what is due can be moved out of it.
    std::vector<Entry> entries_;
};

}  // namespace mpdisc::sim
