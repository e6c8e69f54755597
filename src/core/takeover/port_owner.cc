// SPDX-License-Identifier: MIT
#include "core/takeover/port_owner.h"

#include <algorithm>

#include "mpdisc/expects.h"

namespace mpdisc::core {
namespace {

constexpr TimeUs recount_gap_us = 250'000;
/// Within this time a successor has sent PRIMARY_CHANGE, and has answered the question for its id.
constexpr TimeUs absence_grace_us = 1'500'000;

constexpr TimeUs ipv6_gap_us_min = 100'000;
constexpr TimeUs ipv6_gap_us_max = 60'000'000;

/// While this provider waits for the answer, it drops requests. The time allows for a busy port. It
/// is short, so that false PRIMARY_CHANGE messages cannot silence the provider most of the time.
constexpr TimeUs answer_wait_us = 300'000;
/// Shorter than the second after which a successor sends PRIMARY_CHANGE again. So if an answer is
/// lost, the next PRIMARY_CHANGE causes the next question.
constexpr TimeUs question_gap_us = 900'000;

static_assert(question_gap_us > answer_wait_us, "only one question waits for an answer");

constexpr bool is_claim(PortAction action) {
    return action == PortAction::bind || action == PortAction::take_over ||
           action == PortAction::renew;
}

}  // namespace

void PortOwner::try_port() {
    expects(state_ == State::none);
    state_ = State::trying;
}

void PortOwner::take_over() {
    expects(state_ == State::none);
    state_ = State::taking_over;
}

void PortOwner::release() {
    expects(holds());
    *this = PortOwner{};
    state_ = State::closing;
}

PortAction PortOwner::on_bound(TimeUs now_us, const PortHold& hold) {
    const PortAction tried = action();
    expects(is_claim(tried));
    state_ = State::holding;
    rivals_ = hold.rivals;
    recount_us_ = rivals_ == 0 ? never_us : now_us + recount_gap_us;
    ipv6_gap_us_ = ipv6_gap_us_min;
    ipv6_retry_us_ = hold.lacks_ipv6 ? now_us + ipv6_gap_us_ : never_us;
    return tried;
}

PortAction PortOwner::on_refused() {
    const PortAction tried = action();
    expects(is_claim(tried));
    *this = PortOwner{};
    return tried;
}

void PortOwner::on_rivals_counted(TimeUs now_us, std::size_t rivals) {
    expects(state_ == State::counting);
    // More rivals than before: this provider itself hung, and was replaced.
    const bool has_outlasted_one = rivals != 0 && rivals < rivals_;
    state_ = has_outlasted_one ? State::renewing : State::holding;
    rivals_ = rivals;
    recount_us_ = rivals == 0 ? never_us : now_us + recount_gap_us;
}

void PortOwner::on_ipv6_tried(TimeUs now_us, bool is_bound) {
    expects(state_ == State::binding_ipv6);
    state_ = State::holding;
    ipv6_gap_us_ = std::min(ipv6_gap_us_ * 2, ipv6_gap_us_max);
    ipv6_retry_us_ = is_bound ? never_us : now_us + ipv6_gap_us_;
}

bool PortOwner::verify(TimeUs now_us, std::uint16_t told_by_port, Random& random) {
    expects(holds());
    if (!questions_.start(now_us, question_gap_us)) return false;
    question_ = random.next();
    told_by_port_ = told_by_port;
    return true;
}

TimeUs PortOwner::verifying_until_us() const {
    const TimeUs asked_us = questions_.end_us() - question_gap_us;
    return question_ ? asked_us + answer_wait_us : 0;
}

bool PortOwner::on_answer(std::uint64_t transaction) {
    if (question_ != transaction) return false;
    question_.reset();
    return true;
}

void PortOwner::note_absence(TimeUs now_us) {
    if (!is_contested()) return;
    rivals_ = SIZE_MAX;
    recount_us_ = now_us + absence_grace_us;
}

void PortOwner::tick(TimeUs now_us) {
    if (state_ != State::holding) return;
    if (now_us >= recount_us_) {
        state_ = State::counting;
    } else if (now_us >= ipv6_retry_us_) {
        state_ = State::binding_ipv6;
    }
}

TimeUs PortOwner::next_deadline_us() const {
    return std::min(recount_us_, ipv6_retry_us_);
}

PortAction PortOwner::action() const {
    switch (state_) {
        case State::trying:
            return PortAction::bind;
        case State::taking_over:
            return PortAction::take_over;
        case State::closing:
            return PortAction::close;
        case State::counting:
            return PortAction::count_rivals;
        case State::renewing:
            return PortAction::renew;
        case State::binding_ipv6:
            return PortAction::bind_ipv6;
        case State::none:
        case State::holding:
            break;
    }
    return PortAction::none;
}

PortAction PortOwner::take_action() {
    const PortAction taken = action();
    if (state_ == State::closing) state_ = State::none;
    return taken;
}

}  // namespace mpdisc::core
