// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// Limits how often something is done that others can trigger at any time.
class Cooldown {
   public:
    /// False if the gap of the last start has not passed yet; then nothing changes. `gap_us`: the
    /// gap after this start.
    [[nodiscard]] bool start(TimeUs now_us, TimeUs gap_us) {
        if (now_us < end_us_) return false;
        end_us_ = now_us + gap_us;
        return true;
    }
    [[nodiscard]] TimeUs end_us() const { return end_us_; }

   private:
    TimeUs end_us_ = 0;
};

/// When to do something that may be asked for at any time, but is done at a limited rate. A request
/// that comes too early waits.
class Throttle {
   public:
    void ask(TimeUs now_us) { due_us_ = std::min(due_us_, std::max(now_us, not_before_us_)); }
    /// This request does not wait for the rate.
    void ask_at_once(TimeUs now_us) { due_us_ = now_us; }
    void cancel() { due_us_ = never_us; }
    /// It was done just now. `gap_us`: the least time until it is done again.
    void note_done(TimeUs now_us, TimeUs gap_us) {
        due_us_ = never_us;
        not_before_us_ = now_us + gap_us;
    }

    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    /// `never_us`: there is no request.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }

   private:
    TimeUs due_us_ = never_us;
    TimeUs not_before_us_ = 0;
};

}  // namespace mpdisc::core
