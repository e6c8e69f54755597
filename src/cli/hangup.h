// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/process.h"
#include "mpdisc/types.h"

namespace mpdisc::cli {

/// What SIGHUP means to a provider: that its terminal went away, if it had one. A daemon has none,
/// and goes on. So does a provider that somebody sends the signal while its terminal is there.
class Hangup {
   public:
    /// A shell that ends may send the signal first; the terminal goes when that shell is gone.
    static constexpr TimeUs patience_us = 1'000'000;

    /// The signal came.
    void note(TimeUs now_us) {
        if (had_terminal_) due_us_ = now_us + patience_us;
    }
    /// Whether the terminal is gone. Only looks for a while after the signal.
    [[nodiscard]] bool must_end(TimeUs now_us) {
        if (due_us_ == never_us) return false;
        if (!has_terminal()) return true;
        if (now_us >= due_us_) due_us_ = never_us;
        return false;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }

   private:
    bool had_terminal_ = has_terminal();
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::cli
