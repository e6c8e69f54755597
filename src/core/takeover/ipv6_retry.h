// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// Decides when to try again for the IPv6 port, if another program had it when the IPv4 port was
/// won. A primary that dies may give up the one a little after the other.
class Ipv6Retry {
   public:
    /// The IPv4 port was won just now. `is_missing`: the IPv6 port was not.
    void begin(TimeUs now_us, bool is_missing) {
        gap_us_ = gap_us_min;
        note(now_us, is_missing);
    }
    void end() { due_us_ = never_us; }
    /// It was tried again just now.
    void note(TimeUs now_us, bool is_missing) {
        due_us_ = is_missing ? now_us + gap_us_ : never_us;
        gap_us_ = std::min(gap_us_ * 2, gap_us_max);
    }

    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }

   private:
    static constexpr TimeUs gap_us_min = 100'000;
    static constexpr TimeUs gap_us_max = 60'000'000;

    TimeUs due_us_ = never_us;
    TimeUs gap_us_ = gap_us_min;
};

}  // namespace mpdisc::core
