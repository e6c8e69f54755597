// SPDX-License-Identifier: MIT
#include "core/neighbourhood/announcer.h"

#include <algorithm>

namespace mpdisc::core {

void Announcer::note_event(TimeUs now_us, bool has_services) {
    has_services_ = has_services;
    repeats_left_ = repeats;
    const bool is_told = interval_us_ != 0 && (has_services || is_known_);
    const TimeUs wait_from_us = now_us + (burst - 1) * gap_us_min;
    due_us_ = is_told ? now_us + (std::max(rested_us_, wait_from_us) - wait_from_us) : never_us;
}

Announcer::Due Announcer::next(TimeUs now_us, Random& random) {
    if (now_us < due_us_) return Due::nothing;
    rested_us_ = std::max(rested_us_, now_us) + gap_us_min;
    is_known_ = has_services_ || repeats_left_ != 0;
    const TimeUs until_next_us =
        has_services_ ? interval_us_ - random.below(interval_us_ / 10) : never_us - now_us;
    // The gap before the first repetition is one second, then two.
    const TimeUs until_repeat_us = repeats_left_ == repeats ? repeat_gap_us : 2 * repeat_gap_us;
    due_us_ =
        now_us + (repeats_left_ != 0 ? std::min(until_repeat_us, until_next_us) : until_next_us);
    if (repeats_left_ != 0) --repeats_left_;
    return has_services_ ? Due::announcement : Due::farewell;
}

}  // namespace mpdisc::core
