// SPDX-License-Identifier: MIT
#include "core/search/probe_pace.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// Answers come within a few milliseconds, or not at all.
constexpr TimeUs gap_min_us = 20'000;
/// A host whose primary hangs gets another primary within seconds. A search that runs longer waits
/// for a program that is not there yet, so it can ask less often.
constexpr TimeUs gap_max_us = 250'000;
constexpr TimeUs gap_max_later_us = 1'000'000;
constexpr std::uint32_t silent_later = 20;

/// If several hosts withhold services, the answers of most of them are there after this time.
constexpr TimeUs token_gap_us = 500;

/// Token attempts between two attempts to all hosts.
constexpr std::uint32_t token_attempts_max = 8;

/// Answers that keep coming put an attempt off by this time at most.
constexpr TimeUs postponed_max_us = 200'000;

/// A search ends after this many attempts that bring nothing. If a host were still unheard, all of
/// them must have been lost. If the network loses datagrams, more attempts are needed.
constexpr std::uint32_t silent_usual = 3;
constexpr std::uint32_t silent_at_loss = 7;
constexpr std::uint32_t silent_at_heavy_loss = 12;
constexpr std::uint32_t heavy_loss_share = 6;
/// All answers to the first attempt come at once. If there are this many, the client itself may
/// have lost some. So services that the second attempt brings say nothing about the network.
constexpr std::uint32_t crowd_min = 100;

}  // namespace

void ProbePace::note_news(TimeUs now_us) {
    has_news_ = true;
    due_us_ = std::min(std::max(now_us, answers_until_us_) + gap_min_us, due_max_us_);
}

void ProbePace::schedule_token_attempt(TimeUs now_us) {
    if (token_attempts_ == token_attempts_max) return;
    token_due_us_ = std::min(token_due_us_, now_us + token_gap_us);
}

void ProbePace::schedule_unicasts(TimeUs now_us) {
    if (token_attempts_ == token_attempts_max) return;
    // By then they have answered the first attempt, if they have a matching service.
    const TimeUs answered_us = begun_us_ + std::max(newcomers_us_min, 2 * rtt_us_);
    token_due_us_ = std::min(token_due_us_, std::max(now_us, answered_us));
}

void ProbePace::note_token_attempt(TimeUs now_us, TimeUs window_us) {
    token_due_us_ = never_us;
    ++token_attempts_;
    answers_until_us_ = std::max(answers_until_us_, now_us + window_us);
    due_us_ = std::min(std::max(due_us_, answers_until_us_ + gap_min_us), due_max_us_);
}

void ProbePace::note_found(TimeUs now_us, std::uint32_t attempt, bool is_late) {
    note_news(now_us);
    ++found_;
    if (attempt == 1) ++found_first_;
    const bool is_crowded = found_first_ >= crowd_min;
    if (is_late && !(is_crowded && attempt == 2)) ++found_late_;
}

void ProbePace::note_attempt(TimeUs now_us, TimeUs window_us, bool has_all) {
    silent_ = silent();
    if (has_all) {
        gap_us_ = confirming_gap_us(now_us);
    } else if (silent_ == 0) {
        gap_us_ = gap_min_us;
    } else {
        gap_us_ = std::min(gap_us_ * 2, silent_ < silent_later ? gap_max_us : gap_max_later_us);
    }
    has_news_ = false;
    token_due_us_ = never_us;
    token_attempts_ = 0;
    answers_until_us_ = now_us + window_us;
    due_us_ = answers_until_us_ + gap_us_;
    due_max_us_ = due_us_ + postponed_max_us;
}

TimeUs ProbePace::confirming_gap_us(TimeUs now_us) const {
    // The remaining attempts are spread over the remaining patience.
    const TimeUs patience_us = patient_until_us_ > now_us ? patient_until_us_ - now_us : 0;
    const std::uint32_t needed = silent_needed();
    const std::uint32_t left = needed > silent_ ? needed - silent_ : 1;
    return std::clamp((patience_us + left - 1) / left, gap_min_us, gap_max_later_us);
}

std::uint32_t ProbePace::silent_needed() const {
    if (found_late_ == 0) return silent_usual + silent_more_;
    // A single loss may be bad luck.
    const bool is_light = found_late_ == 1 || found_late_ * heavy_loss_share < found_;
    return (is_light ? silent_at_loss : silent_at_heavy_loss) + silent_more_;
}

}  // namespace mpdisc::core
