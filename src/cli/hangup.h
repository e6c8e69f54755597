// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"
#include "program/signals.h"

namespace mpdisc::cli {

/// What SIGHUP means to a provider: that its terminal went away, if it had one. A daemon has none,
/// and goes on. So does a provider that somebody sends the signal while its terminal is there.
class Hangup {
   public:
    /// A shell that ends may send the signal first; the terminal goes when that shell is gone.
    static constexpr TimeUs patience_us = 1'000'000;

    /// The signal came.
    void note(TimeUs now_us) { due_us_ = now_us + (had_terminal_ ? patience_us : 0); }

    enum class Verdict : std::uint8_t { none, must_end, goes_on };

    /// `none` without a signal, and while the terminal may still go away. Each signal brings one of
    /// the others.
    [[nodiscard]] Verdict judge(TimeUs now_us) {
        if (due_us_ == never_us) return Verdict::none;
        if (had_terminal_ && !has_terminal()) return Verdict::must_end;
        if (now_us < due_us_) return Verdict::none;
        due_us_ = never_us;
        return Verdict::goes_on;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }

   private:
    bool had_terminal_ = has_terminal();
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::cli
