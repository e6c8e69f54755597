// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// When a probe asks again, and when it has waited long enough for hosts that it has not heard of
/// (mpdisc.7, LIFE OF A REQUEST). While answers come in it waits for more of them; when they have
/// ceased it asks again, and less and less often as long as that brings nothing.
class ProbePace {
   public:
    /// The first attempt is due. `patience_us`: from here on a host may take so long to hear of it.
    /// `only_second`: some hosts hear each second attempt alone.
    void begin(TimeUs now_us, TimeUs patience_us, bool only_second) {
        due_us_ = now_us;
        patient_until_us_ = now_us + patience_us;
        silent_more_ = only_second ? 1 : 0;
    }

    /// Something was heard that was not known.
    void note_news(TimeUs now_us);
    /// A service was found, by that attempt; `is_late`: it was there before, and had to be asked
    /// for again.
    void note_found(TimeUs now_us, std::uint32_t attempt, bool is_late);
    /// Somebody waits to be asked for what he withheld: that needs no patience.
    void schedule_token_attempt(TimeUs now_us);
    /// Just those are asked now.
    void note_token_attempt(TimeUs now_us, TimeUs window_us);
    /// An attempt is made, whose answers are spread over `window_us`. `has_all`: of every host that
    /// was heard, and at least of one.
    void note_attempt(TimeUs now_us, TimeUs window_us, bool has_all);

    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// When those who wait are to be asked, if any do.
    [[nodiscard]] TimeUs token_due_us() const { return token_due_us_; }
    /// Whether the patience is over, and all that was asked since the last news brought none, often
    /// enough that a host that has not been heard is hardly there. To be looked at when the next
    /// attempt is due.
    [[nodiscard]] bool is_quiet(TimeUs now_us) const {
        return now_us >= patient_until_us_ && silent() >= silent_needed();
    }

   private:
    [[nodiscard]] std::uint32_t silent() const { return has_news_ ? 0 : silent_ + 1; }
    [[nodiscard]] std::uint32_t silent_needed() const;
    /// Until the next attempt, of those that confirm that nothing is missing.
    [[nodiscard]] TimeUs confirming_gap_us(TimeUs now_us) const;

    TimeUs due_us_ = never_us;
    TimeUs patient_until_us_ = 0;
    TimeUs token_due_us_ = never_us;
    std::uint32_t token_attempts_ = 0;
    /// However many answers come, the next attempt is made by then.
    TimeUs due_max_us_ = never_us;
    /// The end of the last attempt's window.
    TimeUs answers_until_us_ = 0;
    TimeUs gap_us_ = 0;
    bool has_news_ = true;
    std::uint32_t silent_more_ = 0;
    /// Attempts in a row that brought nothing, before the last one.
    std::uint32_t silent_ = 0;
    std::uint32_t found_ = 0;
    std::uint32_t found_first_ = 0;
    /// What had to be asked for again, for the answer was lost, or the request.
    std::uint32_t found_late_ = 0;
};

}  // namespace mpdisc::core
