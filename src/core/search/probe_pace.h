// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::core {

/// Tells when a search asks again, and when it has waited long enough for hosts that it has not
/// heard (mpdisc.7, LIFE OF A REQUEST). While answers come in, it waits for more of them. When no
/// more come, it asks again. As long as that brings nothing, it asks less and less often.
class ProbePace {
   public:
    /// The first attempt is due now. `patience_us`: a host may hear the request this late.
    /// `has_keys`: some hosts may answer only every second attempt.
    void begin(TimeUs now_us, TimeUs patience_us, bool has_keys) {
        begun_us_ = now_us;
        due_us_ = now_us;
        patient_until_us_ = now_us + patience_us;
        silent_more_ = has_keys ? 1 : 0;
    }

    /// The first answer of a host took this long.
    void note_rtt(TimeUs rtt_us) { rtt_us_ = std::max(rtt_us_, rtt_us); }
    /// An answer brought something new.
    void note_news(TimeUs now_us);
    /// That attempt found a service. `is_late`: an earlier attempt asked for it, too, so a datagram
    /// was lost.
    void note_found(TimeUs now_us, std::uint32_t attempt, bool is_late);
    /// A host withholds services until a request shows its token. It is asked at once.
    void schedule_token_attempt(TimeUs now_us);
    /// Known hosts have not answered yet. They are asked by unicast soon.
    void schedule_unicasts(TimeUs now_us);
    /// An attempt is made that asks only such hosts.
    void note_token_attempt(TimeUs now_us, TimeUs window_us);
    /// An attempt is made. Its answers are spread over `window_us`. `has_all`: at least one host
    /// was heard, and all that were heard are complete.
    void note_attempt(TimeUs now_us, TimeUs window_us, bool has_all);

    /// If all hosts that are known have answered: until when to wait for one that is so new that
    /// nobody lists it. Its answer takes no longer than those of the others.
    [[nodiscard]] TimeUs newcomers_until_us() const {
        const TimeUs wait_us = std::max(newcomers_us_min, 2 * rtt_us_);
        return std::min(begun_us_ + wait_us, std::max(patient_until_us_, begun_us_));
    }
    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// When the hosts that wait for a token are due; never_us if there are none.
    [[nodiscard]] TimeUs token_due_us() const { return token_due_us_; }
    /// Whether the patience is over, and enough attempts brought nothing new. Then it is very
    /// unlikely that another host is there. Ask this when the next attempt is due.
    [[nodiscard]] bool is_quiet(TimeUs now_us) const {
        return now_us >= patient_until_us_ && silent() >= silent_needed();
    }

   private:
    [[nodiscard]] std::uint32_t silent() const { return has_news_ ? 0 : silent_ + 1; }
    [[nodiscard]] std::uint32_t silent_needed() const;
    /// The time until the next attempt, if all is there and only silence must be confirmed.
    [[nodiscard]] TimeUs confirming_gap_us(TimeUs now_us) const;

    static constexpr TimeUs newcomers_us_min = 1'000;

    TimeUs begun_us_ = 0;
    TimeUs rtt_us_ = 0;
    TimeUs due_us_ = never_us;
    TimeUs patient_until_us_ = 0;
    TimeUs token_due_us_ = never_us;
    std::uint32_t token_attempts_ = 0;
    /// The next attempt is made at this time at the latest, however many answers come.
    TimeUs due_max_us_ = never_us;
    /// The end of the window of the last attempt.
    TimeUs answers_until_us_ = 0;
    TimeUs gap_us_ = 0;
    bool has_news_ = true;
    /// How many more silent attempts than usual are needed.
    std::uint32_t silent_more_ = 0;
    /// How many attempts in a row brought nothing. The last one does not count yet.
    std::uint32_t silent_ = 0;
    std::uint32_t found_ = 0;
    std::uint32_t found_first_ = 0;
    /// Services for which a request or an answer was lost.
    std::uint32_t found_late_ = 0;
};

}  // namespace mpdisc::core
