// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"
#include "program/signals.h"

namespace mpdisc::cli {

/// Decides whether a provider ends on SIGHUP. It ends if it has lost its terminal. A daemon never
/// had a terminal and goes on; so does a provider whose terminal is still there.
class Hangup {
   public:
    /// How long the terminal may outlive the signal: a shell that exits may send SIGHUP first and
    /// close the terminal afterwards.
    static constexpr TimeUs patience_us = 1'000'000;

    /// To be called when SIGHUP arrives.
    void note(TimeUs now_us) { due_us_ = now_us + (had_terminal_ ? patience_us : 0); }

    enum class Verdict : std::uint8_t { none, must_end, goes_on };

    /// `none` if no signal is pending, or while the terminal may still disappear. Each signal gives
    /// `must_end` or `goes_on` in the end.
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
