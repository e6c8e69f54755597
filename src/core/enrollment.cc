// SPDX-License-Identifier: MIT
#include "core/enrollment.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

/// Whoever looks for a primary does not know who waits beside it when a stranger gives the port
/// back, so it looks more often than others repeat.
constexpr TimeUs seek_gap_max_us = 1'500'000;

}  // namespace

void Enrollment::enter(State state, TimeUs due_us) {
    state_ = state;
    due_us_ = due_us;
    transaction_ = context_.random.next();
    backoff_.reset();
    port_first_ = false;
    awaits_response_ = false;
}

void Enrollment::seek(TimeUs due_us) {
    enter(State::seeking, due_us);
}

void Enrollment::follow(TimeUs due_us) {
    enter(State::registering, due_us);
    port_first_ = true;
}

void Enrollment::register_again(TimeUs now_us) {
    if (state_ == State::seeking) return;
    const bool is_in_doubt = wants_proof();
    enter(State::registering, now_us);
    port_first_ = is_in_doubt;
}

bool Enrollment::tries_port() const {
    return state_ == State::seeking || port_first_ || backoff_.unanswered() > 0;
}

bool Enrollment::takes_over(TimeUs now_us) const {
    return deputy_.may_take_over() && backoff_.unanswered() >= Deputy::beats_unanswered &&
           now_us >= last_sign_us_ + Deputy::patience_us;
}

TimeUs Enrollment::next_gap_us() {
    TimeUs gap_max_us = state_ == State::seeking ? seek_gap_max_us : Backoff::gap_us_max;
    if (deputy_.may_take_over()) gap_max_us = Deputy::last_wait_us;
    const TimeUs gap_us = backoff_.next_us(context_.random, gap_max_us);
    const bool beats = state_ == State::registered && deputy_.may_take_over();
    if (!beats) return gap_us;
    return backoff_.unanswered() < Deputy::beats_unanswered ? Deputy::beat_gap_us
                                                            : Deputy::last_wait_us;
}

void Enrollment::send(TimeUs now_us) {
    awaits_response_ = state_ == State::seeking || wants_proof();
    due_us_ = now_us + next_gap_us();
    if (awaits_response_) {
        send_discovery();
    } else {
        speak();
    }
    send_by_line();
}

void Enrollment::speak() {
    if (state_ == State::registering) return send_registration();
    context_.send_short(Channel::control, context_.discovery_endpoint(), heartbeat());
}

wire::Heartbeat Enrollment::heartbeat() const {
    return {{transaction_, context_.config.id}, deputy_.is_appointed(), deputy_.revision()};
}

void Enrollment::send_by_line() {
    // A flood of the port may have taken what was sent before, whatever it was.
    const bool needs_line = deputy_.is_appointed() && backoff_.unanswered() > 1;
    if (!needs_line || context_.line.port() == 0) return;
    wire::Heartbeat beat = heartbeat();
    beat.line_port = context_.line.port();
    context_.send_short(Channel::control, context_.line.peer(), beat);
}

void Enrollment::send_discovery() {
    const wire::Identity self{transaction_, context_.config.id};
    const auto type = wire::MessageType::provider_discovery_request;
    context_.send_short(Channel::control, context_.discovery_endpoint(), type, self);
    // What is told a primary goes to that address alone, so it is enough to ask there.
    if (state_ == State::seeking) context_.broadcast_short(type, self);
}

void Enrollment::send_registration() {
    const ProviderConfig& config = context_.config;
    const bool was_refused = refused_by_ != ProviderId{};
    const std::uint32_t user_id = was_refused ? wire::Registration::no_user : config.user_id;
    const wire::Registration registration{transaction_, config.id,        config.process_id,
                                          user_id,      context_.reach(), context_.services.list()};
    context_.send_local(
        Channel::control, context_.discovery_endpoint(),
        limits::registration_overhead_max + context_.services.encoded().size(),
        [&](std::span<std::uint8_t> room) { return wire::encode(registration, room); });
}

void Enrollment::leave() {
    const bool is_proven = state_ != State::seeking && !port_first_ && !awaits_response_;
    if (context_.sealer.has_keys() && !is_proven) return;
    context_.send_short(Channel::control, context_.discovery_endpoint(),
                        wire::MessageType::provider_unregistration,
                        {context_.random.next(), context_.config.id});
}

void Enrollment::take(TimeUs now_us, const wire::DiscoveryResponse& response) {
    if (!awaits_response_ || response.transaction != transaction_) return;
    context_.sealer.bind(response.nonce);
    last_sign_us_ = now_us;
    awaits_response_ = false;
    port_first_ = false;
    if (state_ == State::seeking) {
        primary_ = response.provider;
        enter(State::registering, now_us);
    } else {
        // Part of a repetition: if it goes unanswered, the next one is due as ever. Another primary
        // answers a heartbeat by asking for a registration.
        speak();
    }
}

bool Enrollment::take(TimeUs now_us, const wire::RegistrationAck& ack) {
    if (!awaits(ack)) return false;
    if (ack.result == wire::RegistrationResult::registry_full) {
        enter(State::registering, now_us + Backoff::gap_us_max);
        return true;
    }
    primary_ = ack.provider;
    // The primary may ask for more heartbeats than the owner wants, but not for fewer: until the
    // next one a secondary may not know that its primary is gone.
    heartbeat_ms_ = std::min(ack.heartbeat_ms, context_.config.heartbeat_ms);
    last_sign_us_ = now_us;
    deputy_.dismiss();
    context_.line.close();
    trust_.begin();
    expect_heartbeat(now_us);
    // Another primary may be one that this provider can take over from.
    if (refused_by_ != ProviderId{} && refused_by_ != ack.provider) {
        refused_by_ = {};
        register_again(now_us);
    }
    return true;
}

bool Enrollment::take(TimeUs now_us, const wire::HeartbeatAck& ack) {
    if (ack.transaction != transaction_) return false;
    // A stray answer to no question: the lease is not due yet, and nothing was asked.
    if (backoff_.unanswered() == 0) return false;
    last_sign_us_ = now_us;
    // By the line: the primary lives, but what this provider asked it for is still unanswered.
    if (state_ != State::registered) return true;
    // Another one that knows this provider is not the one that it follows.
    const bool is_unfit = deputy_.is_appointed() && refused_by_ == primary_;
    if (ack.result == wire::HeartbeatResult::register_again || ack.provider != primary_ ||
        is_unfit) {
        enter(State::registering, now_us);
    } else {
        trust_.note_answer();
        expect_heartbeat(now_us);
    }
    return true;
}

bool Enrollment::take(TimeUs now_us, const wire::Appointment& appointment) {
    expects(is_registered_with(appointment.provider));
    last_sign_us_ = now_us;
    const bool is_new = !deputy_.is_appointed();
    if (!deputy_.appoint(appointment)) return false;
    const std::uint16_t port = appointment.line_port;
    context_.line.open(port == 0 ? Endpoint{} : context_.control_endpoint(port));
    // A heartbeat on its way keeps its transaction, and goes on as a deputy's.
    if (is_new && backoff_.unanswered() == 0) expect_heartbeat(now_us);
    return true;
}

void Enrollment::expect_heartbeat(TimeUs now_us) {
    // Up to a tenth early, so that secondaries which registered together do not beat together.
    TimeUs interval_us = TimeUs{heartbeat_ms_} * 1000;
    if (!trust_.is_trusted()) {
        interval_us = std::min(interval_us, TimeUs{limits::primary_check_ms} * 1000);
    }
    if (deputy_.is_appointed()) interval_us = std::min(interval_us, Deputy::beat_gap_us);
    enter(State::registered, now_us + interval_us - context_.random.below(interval_us / 10));
}

}  // namespace mpdisc::core
