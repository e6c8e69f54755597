// SPDX-License-Identifier: MIT
#include "core/roles/secondary.h"

#include <algorithm>
#include <utility>

#include "core/takeover/primary_change.h"

namespace mpdisc::core {
namespace {

/// A primary answers within microseconds. If this many repetitions (1.5 s) have no answer, the
/// program that holds the port is no primary, or hangs.
constexpr std::uint32_t silent_after_attempts = 5;
constexpr TimeUs warning_interval_us = 60'000'000;
constexpr TimeUs recheck_gap_us = 100'000;

}  // namespace

void Secondary::begin(TimeUs now_us) {
    recheck_.cancel();
    messenger_.sealer.bind({});
    link_.rediscover(now_us);
}

ProviderId Secondary::end(Array<std::uint8_t>& peers) {
    has_user_question_ = false;
    watch_primary(0);
    line_.close();
    return link_.deputy().hand_over(peers);
}

void Secondary::interfaces_changed(TimeUs now_us, bool by_loopback) {
    // The primary may have become reachable, or may have another address.
    const bool is_lost = by_loopback || link_.step() != PrimaryLink::Step::registered;
    if (is_lost) link_.rediscover(now_us);
}

void Secondary::tick(TimeUs now_us) {
    if (recheck_.is_due(now_us)) {
        recheck_.note_done(now_us, recheck_gap_us);
        recheck(now_us);
    }
    if (!link_.is_due(now_us)) return;
    // A primary that cannot be reached does not count as silent.
    if (!state_.interfaces.has_loopback()) link_.note_absence(now_us);
    if (link_.tries_port()) {
        port_.try_port();
    } else {
        send(now_us);
    }
}

TimeUs Secondary::next_deadline_us() const {
    return std::min(link_.next_deadline_us(), recheck_.due_us());
}

void Secondary::port_refused(TimeUs now_us) {
    if (link_.is_takeover_due(now_us)) {
        port_.take_over();
    } else {
        send(now_us);
    }
}

void Secondary::takeover_refused(TimeUs now_us) {
    link_.note_takeover_refused();
    warn(now_us, ProviderEventType::takeover_refused);
    link_.send(now_us);
}

void Secondary::send(TimeUs now_us) {
    if (link_.unanswered() >= silent_after_attempts) report_silence(now_us);
    has_user_question_ = link_.must_ask();
    link_.send(now_us);
}

bool Secondary::take_user_question(Endpoint& socket) {
    socket = state_.discovery_endpoint();
    return std::exchange(has_user_question_, false);
}

void Secondary::user_told(std::optional<std::uint32_t> user_id) {
    const std::uint32_t own = state_.config.user_id;
    link_.trust().note_user(user_id == own && own != wire::Registration::no_user);
}

void Secondary::report_silence(TimeUs now_us) {
    if (link_.step() == PrimaryLink::Step::discovering) {
        become_unregistered();
        return warn(now_us, now_us < mismatch_until_us_ ? ProviderEventType::primary_has_other_keys
                                                        : ProviderEventType::port_held_by_stranger);
    }
    // The program that has the port now may be no primary.
    if (link_.step() == PrimaryLink::Step::registering) link_.rediscover(now_us);
    // The end of this primary is already known.
    if (link_.primary() != suspected_primary_) warn(now_us, ProviderEventType::primary_silent);
}

bool Secondary::on_key_mismatch(TimeUs now_us, std::uint64_t transaction) {
    if (!link_.has_asked_by(transaction)) return false;
    mismatch_until_us_ = now_us + warning_interval_us;
    warn(now_us, ProviderEventType::primary_has_other_keys);
    // The program that has the port lives, so there is nobody to take over from.
    link_.deputy().dismiss();
    line_.close();
    if (link_.step() != PrimaryLink::Step::discovering) link_.rediscover(now_us);
    return true;
}

void Secondary::become_unregistered() {
    if (state_.role == Role::secondary) state_.change_role(Role::none, {});
}

void Secondary::warn(TimeUs now_us, ProviderEventType type) {
    if (last_warning_ != type) warnings_ = {};
    if (!warnings_.start(now_us, warning_interval_us)) return;
    last_warning_ = type;
    state_.emit(type, link_.primary());
}

void Secondary::on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack) {
    if (!link_.on_heartbeat_ack(now_us, ack)) messenger_.counters.add(Counter::drop_unexpected);
}

void Secondary::on_deputy_appointment(TimeUs now_us, const wire::Appointment& appointment) {
    if (!link_.is_registered_with(appointment.provider)) {
        messenger_.counters.add(Counter::drop_unexpected);
    } else if (!link_.on_appointment(now_us, appointment)) {
        messenger_.counters.add(Counter::drop_no_memory);
    }
}

void Secondary::on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack) {
    if (!link_.is_awaiting(ack)) return messenger_.counters.add(Counter::drop_unexpected);
    const Deputy& deputy = link_.deputy();
    if (deputy.is_appointed() && deputy.primary() != ack.provider) {
        send_primary_change_to_all(messenger_, state_, deputy.peers(), ack.provider);
    }
    link_.on_registration_ack(now_us, ack);
    if (ack.result == wire::RegistrationResult::registry_full) {
        become_unregistered();
        return warn(now_us, ProviderEventType::registration_refused);
    }
    const bool is_duplicate_known = ack.duplicate_of == duplicate_of_;
    duplicate_of_ = ack.duplicate_of;
    if (!is_duplicate_known && duplicate_of_.is_known()) {
        state_.emit(ProviderEventType::duplicate_service, duplicate_of_);
    }
    state_.lease_ms = std::min(ack.lease_ms, state_.config.lease_ms);
    watch_primary(ack.provider == suspected_primary_ ? 0 : ack.process_id);
    watched_primary_ = ack.provider;
    const bool news = state_.role != Role::secondary || state_.primary != ack.provider;
    if (news) state_.change_role(Role::secondary, ack.provider);
}

void Secondary::watch_primary(std::uint32_t process_id) {
    if (process_id == watched_process_id_) return;
    state_.watches.push(watched_process_id_, false);
    state_.watches.push(process_id, true);
    watched_process_id_ = process_id;
    link_.trust().note_process(process_id);
}

void Secondary::process_ended(TimeUs now_us, std::uint32_t process_id) {
    if (process_id != watched_process_id_) return;
    watched_process_id_ = 0;
    link_.trust().note_process(0);
    suspected_primary_ = watched_primary_;
    // This provider may already have another primary.
    if (link_.primary() != watched_primary_) return;
    link_.deputy().note_primary_gone();
    recheck_.ask(now_us);
}

void Secondary::refused(TimeUs now_us, const Endpoint& to) {
    // In the other steps, the repetitions try the port anyway.
    const bool is_known = link_.step() == PrimaryLink::Step::registered;
    if (!is_known || to != state_.discovery_endpoint()) return;
    link_.deputy().note_primary_gone();
    recheck_.ask(now_us);
}

void Secondary::on_primary_change(TimeUs now_us, const wire::PrimaryChange& change) {
    const bool is_followed =
        change.provider == link_.primary() && link_.step() != PrimaryLink::Step::discovering;
    const bool is_leaving = change.change == wire::Change::leaving;
    if (change.provider == state_.config.id || (is_followed && !is_leaving)) return;
    recheck_.ask(now_us);
}

void Secondary::recheck(TimeUs now_us) {
    // A step that is not finished is repeated sooner, and not restarted. Otherwise an endless flood
    // of PRIMARY_CHANGE would keep it from finishing.
    if (link_.step() == PrimaryLink::Step::registered) {
        link_.register_with_holder(now_us);
    } else {
        link_.retry_now(now_us);
    }
}

}  // namespace mpdisc::core
