// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// Limits how often something happens that others can bring about at any time.
class Cooldown {
   public:
    /// False, and nothing changes, where it happened less than the last `gap_us` ago.
    [[nodiscard]] bool start(TimeUs now_us, TimeUs gap_us) {
        if (now_us < end_us_) return false;
        end_us_ = now_us + gap_us;
        return true;
    }
    [[nodiscard]] TimeUs end_us() const { return end_us_; }

   private:
    TimeUs end_us_ = 0;
};

/// Something that may be asked for at any time, and is done at a limited rate: too early a request
/// waits.
class Throttle {
   public:
    void ask(TimeUs now_us) { due_us_ = std::min(due_us_, std::max(now_us, not_before_us_)); }
    /// It does not wait for the rate.
    void ask_at_once(TimeUs now_us) { due_us_ = now_us; }
    void cancel() { due_us_ = never_us; }
    /// It is done just now. `gap_us`: the least time until the next one.
    void note_done(TimeUs now_us, TimeUs gap_us) {
        due_us_ = never_us;
        not_before_us_ = now_us + gap_us;
    }

    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    /// `never_us`: it was not asked for.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }

   private:
    TimeUs due_us_ = never_us;
    TimeUs not_before_us_ = 0;
};

}  // namespace mpdisc::core
