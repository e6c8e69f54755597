// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

#include <algorithm>

#include "core/takeover/primary_change.h"

namespace mpdisc::core {
namespace {

/// Who is called so much later than it asked for was stopped, or its computer was.
constexpr TimeUs absence_min_us = 1'000'000;
/// Answers to several requests are sent together, unless they take so much memory.
constexpr std::size_t outbox_patience_bytes = 16 * 1024;

}  // namespace

Provider::Provider(const ProviderConfig& config)
    : state_(config, messenger_.counters),
      messenger_(state_.config.keys, config.seed),
      budget_(config.rates, config.secret[0]),
      control_budget_(config.secret[0]),
      tokens_(config.secret),
      interface_warnings_(state_),
      answerer_(messenger_, state_),
      primary_(messenger_, state_, line_),
      secondary_(messenger_, state_, line_) {}

ServiceError Provider::add(TimeUs now_us, const ServiceView& service) {
    const ServiceError error = state_.services.add(service);
    if (error != ServiceError::none) return error;
    offer_changed(now_us);
    if (state_.role == Role::primary) primary_.warn_of_duplicate(service);
    return error;
}

ServiceError Provider::remove(TimeUs now_us, std::string_view name, std::string_view type) {
    const ServiceError error = state_.services.remove(name, type);
    if (error == ServiceError::none) offer_changed(now_us);
    return error;
}

void Provider::offer_changed(TimeUs now_us) {
    if (state_.role == Role::primary) {
        primary_.registry().note_change();
    } else {
        secondary_.offer_changed(now_us);
    }
}

void Provider::start(TimeUs now_us) {
    life_ = Life::running;
    secondary_.begin(now_us);
    tick(now_us);
}

bool Provider::set_interfaces(TimeUs now_us, const InterfaceList& list) {
    const wire::Reach reach_before = state_.reach();
    const IpAddress loopback_before = loopback();
    const bool had_loopback = state_.interfaces.has_loopback();
    const bool had_chosen = state_.interfaces.chosen() != 0;
    switch (state_.interfaces.assign(list)) {
        case InterfaceTable::Update::unchanged:
            interface_warnings_.note_list(now_us);
            return true;
        case InterfaceTable::Update::no_memory:
            messenger_.counters.add(Counter::drop_no_memory);
            return false;
        case InterfaceTable::Update::changed:
            break;
    }
    report_interfaces(now_us, had_chosen);
    if (life_ != Life::running) return true;
    state_.emit(ProviderEventType::interfaces_changed, {});
    const bool moved = loopback() != loopback_before;
    if (moved) primary_.forget_unreachable(now_us);
    if (state_.role != Role::primary) {
        const bool returned = !had_loopback && state_.interfaces.has_loopback();
        secondary_.interfaces_changed(now_us, moved || returned);
    }
    if (state_.reach() != reach_before) offer_changed(now_us);
    return true;
}

void Provider::report_interfaces(TimeUs now_us, bool had_chosen) {
    const InterfaceTable& interfaces = state_.interfaces;
    const bool is_waiting = state_.config.one_interface && interfaces.chosen() == 0;
    if (is_waiting != is_waiting_for_interface_) {
        state_.emit(!is_waiting  ? ProviderEventType::interface_present
                    : had_chosen ? ProviderEventType::interface_gone
                                 : ProviderEventType::interface_missing,
                    {});
    }
    is_waiting_for_interface_ = is_waiting;
    interface_warnings_.note_list(now_us);
}

void Provider::interfaces_refused(TimeUs now_us) {
    interface_warnings_.note_refusal(now_us);
}

void Provider::port_bound(TimeUs now_us, bool has_successors) {
    const bool took_over = secondary_.is_taking_over();
    if (took_over) {
        messenger_.counters.add(Counter::takeovers);
        state_.emit(ProviderEventType::took_over, secondary_.primary());
    }
    const Deputy& deputy = secondary_.deputy();
    primary_.begin(now_us, deputy.peers(), took_over, has_successors);
    secondary_.end();
    state_.change_role(Role::primary, state_.config.id);
    primary_.tick(now_us);
}

void Provider::port_refused(TimeUs now_us) {
    secondary_.port_refused(now_us);
}

void Provider::refused(TimeUs now_us, const Endpoint& to) {
    if (life_ != Life::running) return;
    if (state_.role == Role::primary) {
        primary_.refused(now_us, to);
    } else {
        secondary_.refused(now_us, to);
    }
}

void Provider::line_opened(TimeUs now_us, std::uint16_t port) {
    line_.note_port(port);
    if (state_.role == Role::primary) primary_.line_opened(now_us);
}

void Provider::process_ended(TimeUs now_us, std::uint32_t process_id) {
    if (life_ != Life::running) return;
    if (state_.role == Role::primary) {
        primary_.process_ended(process_id);
    } else {
        secondary_.process_ended(now_us, process_id);
    }
}

void Provider::tick(TimeUs now_us) {
    const TimeUs deadline_us = next_deadline_us();
    if (deadline_us != never_us && now_us >= deadline_us + absence_min_us) excuse_absence(now_us);
    messenger_.counters.add(Counter::drop_no_memory, messenger_.outbox.release_due(now_us));
    if (life_ != Life::running) return;
    interface_warnings_.tick(now_us);
    if (state_.role == Role::primary) {
        primary_.tick(now_us);
    } else {
        secondary_.tick(now_us);
    }
}

void Provider::excuse_absence(TimeUs now_us) {
    primary_.excuse(now_us);
    secondary_.excuse(now_us);
}

void Provider::doubt(TimeUs now_us, std::uint16_t from_port, const wire::PrimaryChange& change) {
    const bool is_rival =
        change.change == wire::Change::present && change.provider != state_.config.id;
    if (!is_rival || !doubt_.raise(now_us, from_port, messenger_.random)) return;
    messenger_.send_short(Channel::control, state_.discovery_endpoint(),
                          wire::MessageType::provider_discovery_request,
                          {doubt_.transaction(), state_.config.id});
}

void Provider::settle_doubt(TimeUs now_us, const wire::Identity& response) {
    if (!doubt_.is_settled_by(response.transaction)) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    if (response.provider != state_.config.id) return step_down(now_us, response.provider);
    send_primary_change(messenger_, state_.control_endpoint(doubt_.raised_by_port()),
                        state_.config.id);
}

void Provider::step_down(TimeUs now_us, const ProviderId& successor) {
    state_.emit(ProviderEventType::superseded, successor);
    primary_.tell_secondaries(successor, wire::Change::present);
    state_.port_action = PortAction::close;
    begin_again(now_us);
}

void Provider::port_lost(TimeUs now_us) {
    primary_.tell_secondaries(state_.config.id, wire::Change::leaving);
    begin_again(now_us);
}

void Provider::begin_again(TimeUs now_us) {
    primary_.end();
    // What it was to answer as primary its clients ask again, and its successor passes on.
    messenger_.outbox.forget_delayed();
    state_.change_role(Role::none, {});
    secondary_.begin(now_us);
}

void Provider::stop() {
    if (life_ != Life::running) return;
    life_ = Life::stopped;
    messenger_.outbox.forget_delayed();
    if (state_.role == Role::primary) {
        state_.port_action = PortAction::close;
        primary_.tell_secondaries(state_.config.id, wire::Change::leaving);
    } else {
        secondary_.leave();
    }
    state_.role = Role::none;
}

TimeUs Provider::next_deadline_us() const {
    if (life_ != Life::running) return never_us;
    const TimeUs of_role =
        state_.role == Role::primary ? primary_.next_deadline_us() : secondary_.next_deadline_us();
    return std::min(
        {of_role, messenger_.outbox.next_deadline_us(), interface_warnings_.next_deadline_us()});
}

bool Provider::must_settle() const {
    return state_.port_action != PortAction::none || !state_.watches.empty() ||
           line_.is_pending() || primary_.fan_out().recipient_count() != 0 ||
           secondary_.has_user_question() || primary_.has_port_users_question() ||
           messenger_.outbox.size() > outbox_patience_bytes;
}

PortAction Provider::take_port_action() {
    const PortAction action = state_.port_action;
    state_.port_action = PortAction::none;
    return action;
}

bool Provider::poll_transmit(Outbound& out) {
    return messenger_.outbox.next(out) || primary_.fan_out().next(out);
}

}  // namespace mpdisc::core
