// SPDX-License-Identifier: MIT
#include "core/roles/primary_link.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

constexpr TimeUs discovery_gap_max_us = TimeUs{limits::primary_search_ms} * 1000;

}  // namespace

void PrimaryLink::enter(Step step, TimeUs due_us) {
    step_ = step;
    due_us_ = due_us;
    transaction_ = messenger_.random.next();
    backoff_.reset();
    port_first_ = false;
    awaits_response_ = false;
    is_outdated_ = false;
}

void PrimaryLink::rediscover(TimeUs due_us) {
    enter(Step::discovering, due_us);
}

void PrimaryLink::register_with_holder(TimeUs due_us) {
    enter(Step::registering, due_us);
    port_first_ = true;
}

void PrimaryLink::register_again(TimeUs now_us) {
    if (step_ == Step::discovering) return;
    // A registration that has no answer yet is repeated, and not begun anew. Only unanswered
    // repetitions show that the primary is silent.
    is_outdated_ = step_ == Step::registering && backoff_.unanswered() != 0;
    if (is_outdated_) return;
    const bool is_in_doubt = wants_proof();
    enter(Step::registering, now_us);
    port_first_ = is_in_doubt;
}

bool PrimaryLink::tries_port() const {
    return step_ == Step::discovering || port_first_ || backoff_.unanswered() > 0;
}

bool PrimaryLink::is_takeover_due(TimeUs now_us) const {
    return deputy_.may_take_over() && backoff_.unanswered() >= Deputy::unanswered_min &&
           now_us >= last_answer_us_ + Deputy::silence_min_us;
}

TimeUs PrimaryLink::next_gap_us() {
    TimeUs gap_max_us = step_ == Step::discovering ? discovery_gap_max_us : Backoff::gap_us_max;
    if (deputy_.may_take_over()) gap_max_us = Deputy::last_wait_us;
    const TimeUs gap_us = backoff_.next_us(messenger_.random, gap_max_us);
    const bool beats = step_ == Step::registered && deputy_.may_take_over();
    if (!beats) return gap_us;
    return backoff_.unanswered() < Deputy::unanswered_min ? Deputy::heartbeat_gap_us
                                                          : Deputy::last_wait_us;
}

void PrimaryLink::send(TimeUs now_us) {
    awaits_response_ = step_ == Step::discovering || wants_proof();
    due_us_ = now_us + next_gap_us();
    if (awaits_response_) {
        send_discovery();
    } else {
        send_to_primary();
    }
    send_by_line();
}

void PrimaryLink::send_to_primary() {
    if (step_ == Step::registering) return send_registration();
    messenger_.send_short(Channel::control, state_.discovery_endpoint(), heartbeat());
}

wire::Heartbeat PrimaryLink::heartbeat() const {
    return {{transaction_, state_.config.id}, deputy_.is_appointed(), deputy_.revision()};
}

void PrimaryLink::send_by_line() {
    // A message was not answered. A flood of the port may have displaced it.
    const bool needs_line = deputy_.is_appointed() && backoff_.unanswered() > 1;
    if (!needs_line || line_.port() == 0) return;
    wire::Heartbeat beat = heartbeat();
    beat.line_port = line_.port();
    messenger_.send_short(Channel::control, line_.peer(), beat);
}

void PrimaryLink::send_discovery() {
    const wire::Identity self{transaction_, state_.config.id};
    const auto type = wire::MessageType::provider_discovery_request;
    messenger_.send_short(Channel::control, state_.discovery_endpoint(), type, self);
    // A provider that knows its primary sends to this address only, so it asks only there.
    if (step_ == Step::discovering)
        messenger_.broadcast_short(state_.discovery_endpoint(), type, self);
}

void PrimaryLink::send_registration() {
    const ProviderConfig& config = state_.config;
    const bool was_refused = refused_by_.is_known();
    const std::uint32_t user_id = was_refused ? wire::Registration::no_user : config.user_id;
    wire::Registration registration{transaction_, config.id,      config.process_id,
                                    user_id,      state_.reach(), state_.services.list()};
    if (state_.is_host_told) registration.host = state_.host;
    messenger_.send_local(
        Channel::control, state_.discovery_endpoint(),
        limits::registration_overhead_max + state_.services.encoded().size(),
        [&](std::span<std::uint8_t> room) { return wire::encode(registration, room); });
}

void PrimaryLink::leave() {
    const bool is_proven = step_ != Step::discovering && !port_first_ && !awaits_response_;
    if (messenger_.sealer.has_keys() && !is_proven) return;
    messenger_.send_short(Channel::control, state_.discovery_endpoint(),
                          wire::MessageType::provider_unregistration,
                          {messenger_.random.next(), state_.config.id});
}

void PrimaryLink::on_discovery_response(TimeUs now_us, const wire::DiscoveryResponse& response) {
    if (!awaits_response_ || response.transaction != transaction_) return;
    messenger_.sealer.bind(response.nonce);
    last_answer_us_ = now_us;
    awaits_response_ = false;
    port_first_ = false;
    if (step_ == Step::discovering) {
        primary_ = response.provider;
        enter(Step::registering, now_us);
    } else {
        // This is a part of the repetition: if no answer comes, the next one is due as usual. If
        // another primary gets a heartbeat, it asks for a registration.
        send_to_primary();
    }
}

void PrimaryLink::on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack) {
    expects(is_awaiting(ack));
    if (ack.result == wire::RegistrationResult::registry_full) {
        return enter(Step::registering, now_us + Backoff::gap_us_max);
    }
    primary_ = ack.provider;
    if (ack.host.is_known()) state_.adopt_host(ack.host);
    // The primary may ask for more heartbeats than the owner wants, but not for fewer: a secondary
    // may notice the end of its primary only by the next heartbeat.
    heartbeat_ms_ = std::min(ack.heartbeat_ms, state_.config.heartbeat_ms);
    last_answer_us_ = now_us;
    deputy_.follow(ack.provider, ack.control_port);
    line_.close();
    trust_.begin();
    // This provider may be able to take over from another primary.
    const bool may_succeed = refused_by_.is_known() && refused_by_ != ack.provider;
    if (may_succeed) refused_by_ = {};
    const bool must_register = is_outdated_ || may_succeed;
    expect_heartbeat(now_us);
    if (must_register) register_again(now_us);
}

bool PrimaryLink::on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack) {
    if (ack.transaction != transaction_) return false;
    // No message waits for an answer.
    if (backoff_.unanswered() == 0) return false;
    last_answer_us_ = now_us;
    // It came by the line while this provider registers: the primary lives, but the registration
    // has no answer yet.
    if (step_ != Step::registered) return true;
    // If another primary knows this provider, it must register there. So must a deputy that cannot
    // take over from its primary.
    const bool cannot_take_over = deputy_.is_appointed() && refused_by_ == primary_;
    if (ack.result == wire::HeartbeatResult::register_again || ack.provider != primary_ ||
        cannot_take_over) {
        enter(Step::registering, now_us);
    } else {
        trust_.note_answer();
        expect_heartbeat(now_us);
    }
    return true;
}

bool PrimaryLink::on_appointment(TimeUs now_us, const wire::Appointment& appointment) {
    expects(is_registered_with(appointment.provider));
    last_answer_us_ = now_us;
    const bool is_new = !deputy_.is_appointed();
    if (!deputy_.appoint(appointment)) return false;
    const std::uint16_t port = appointment.line_port;
    line_.open(port == 0 ? Endpoint{} : state_.control_endpoint(port));
    // A heartbeat without an answer keeps its transaction. Its repetitions say that this is a
    // deputy.
    if (is_new && backoff_.unanswered() == 0) expect_heartbeat(now_us);
    return true;
}

void PrimaryLink::expect_heartbeat(TimeUs now_us) {
    // Up to a tenth early, so that secondaries which registered together do not stay in step.
    TimeUs interval_us = TimeUs{heartbeat_ms_} * 1000;
    if (!trust_.is_trusted()) {
        interval_us = std::min(interval_us, TimeUs{limits::primary_check_ms} * 1000);
    }
    if (deputy_.is_appointed()) interval_us = std::min(interval_us, Deputy::heartbeat_gap_us);
    enter(Step::registered, now_us + interval_us - messenger_.random.below(interval_us / 10));
}

}  // namespace mpdisc::core
