// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

#include <algorithm>

#include "core/takeover/primary_change.h"

namespace mpdisc::core {
namespace {

/// If tick() comes this much after the deadline, the program was stopped, or the computer was
/// suspended.
constexpr TimeUs absence_min_us = 1'000'000;
/// If the time of day is this much later than expected, the computer was suspended.
constexpr std::int64_t suspension_min_ms = 2'000;
/// Answers to several requests are sent together, until they take this much memory.
constexpr std::size_t outbox_batch_bytes_max = 16 * 1024;

}  // namespace

Provider::Provider(const ProviderConfig& config)
    : state_(config, messenger_.counters),
      messenger_(state_.config.keys, config.seed),
      registry_(messenger_.random.next()),
      fan_out_(registry_, messenger_.sealer),
      responder_(messenger_, state_, registry_, fan_out_, replays_),
      primary_(messenger_, state_, registry_, fan_out_, port_, line_),
      secondary_(messenger_, state_, port_, line_),
      neighbours_(messenger_, state_, responder_),
      announcements_(messenger_, state_, registry_, responder_, neighbours_),
      interface_warnings_(state_),
      control_budget_(config.secret[0]) {}

ServiceError Provider::add(TimeUs now_us, const ServiceView& service) {
    const ServiceError error = state_.services.add(service);
    if (error != ServiceError::none) return error;
    services_changed(now_us);
    if (state_.role == Role::primary) primary_.warn_of_duplicate(service);
    return error;
}

ServiceError Provider::update(TimeUs now_us, const ServiceView& service) {
    bool is_changed = false;
    const ServiceError error = state_.services.update(service, is_changed);
    if (is_changed) services_changed(now_us);
    return error;
}

ServiceError Provider::remove(TimeUs now_us, std::string_view name, std::string_view type) {
    const ServiceError error = state_.services.remove(name, type);
    if (error == ServiceError::none) services_changed(now_us);
    return error;
}

void Provider::swap_services(TimeUs now_us, ServiceSet& services) {
    if (std::ranges::equal(services.encoded(), state_.services.encoded())) return;
    services.swap(state_.services);
    services_changed(now_us);
    if (state_.role != Role::primary) return;
    const ServiceSet& former = services;
    ServiceView service;
    for (std::size_t at = 0; state_.services.next(at, service);) {
        if (!former.has(service)) primary_.warn_of_duplicate(service);
    }
}

KeyChange Provider::set_keys(const KeySet& keys) {
    wire::Keyring& present = state_.config.keys;
    if (keys.is_empty() != present.is_empty()) return KeyChange::refused;
    wire::Keyring next;
    next.assign(keys);
    if (next == present) return KeyChange::none;
    present = next;
    return KeyChange::changed;
}

void Provider::set_host_name(TimeUs now_us, const FixedString<limits::host_name_max>& name) {
    if (state_.host_name == name) return;
    state_.host_name = name;
    // Watches ask what has changed.
    if (life_ == Life::running) services_changed(now_us);
}

void Provider::services_changed(TimeUs now_us) {
    if (state_.role == Role::primary) {
        registry_.note_change();
    } else {
        secondary_.services_changed(now_us);
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
    if (state_.role == Role::primary) {
        look_around(now_us);
    } else {
        const bool returned = !had_loopback && state_.interfaces.has_loopback();
        secondary_.interfaces_changed(now_us, moved || returned);
    }
    if (state_.reach() != reach_before) services_changed(now_us);
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

void Provider::port_bound(TimeUs now_us, const PortHold& hold) {
    const PortAction tried = port_.on_bound(now_us, hold);
    if (tried == PortAction::renew) return primary_.check_contest(now_us);
    if (tried == PortAction::take_over) {
        messenger_.counters.add(Counter::takeovers);
        state_.emit(ProviderEventType::took_over, secondary_.primary());
    }
    Array<std::uint8_t> peers;
    const bool had_lost_primary = secondary_.has_lost_primary();
    const ProviderId former = secondary_.end(peers);
    primary_.begin(now_us, former, peers, hold.has_successors);
    if (had_lost_primary) registry_.await_searchers(now_us);
    state_.change_role(Role::primary, state_.config.id);
    primary_.tick(now_us);
    look_around(now_us);
}

void Provider::look_around(TimeUs now_us) {
    neighbours_.begin(now_us);
    announcements_.begin();
}

void Provider::set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) {
    const bool was_suspended = state_.wall_clock.set(now_us, unix_ms) > suspension_min_ms;
    if (!is_primary()) return;
    if (was_suspended) look_around(now_us);
    // Its secondaries may have registered with the deputy since, and must come back.
    if (primary_.note_run(now_us)) registry_.await_searchers(now_us);
}

void Provider::port_refused(TimeUs now_us) {
    const PortAction tried = port_.on_refused();
    if (tried == PortAction::bind) return secondary_.port_refused(now_us);
    if (tried == PortAction::take_over) return secondary_.takeover_refused(now_us);
    primary_.tell_secondaries(state_.config.id, wire::Change::leaving);
    begin_again(now_us);
}

void Provider::rivals_counted(TimeUs now_us, std::size_t rivals) {
    port_.on_rivals_counted(now_us, rivals);
    primary_.check_contest(now_us);
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
    // A question to another host may be due at once, so its deadline says nothing about an absence.
    const TimeUs deadline_us = next_local_deadline_us();
    if (deadline_us != never_us && now_us >= deadline_us + absence_min_us) note_absence(now_us);
    messenger_.counters.add(Counter::drop_no_memory, messenger_.outbox.release_due(now_us));
    if (life_ != Life::running) return;
    interface_warnings_.tick(now_us);
    port_.tick(now_us);
    if (state_.role == Role::primary) {
        primary_.tick(now_us);
        // Another provider may have become the primary meanwhile.
        if (port_.is_verifying(now_us)) return;
        announcements_.tick(now_us);
        neighbours_.tick(now_us);
    } else {
        secondary_.tick(now_us);
    }
}

void Provider::note_absence(TimeUs now_us) {
    port_.note_absence(now_us);
    primary_.note_absence(now_us);
    secondary_.note_absence(now_us);
    if (is_primary()) look_around(now_us);
}

void Provider::verify_port(TimeUs now_us, std::uint16_t told_by_port,
                           const wire::PrimaryChange& change) {
    const bool is_rival =
        change.change == wire::Change::present && change.provider != state_.config.id;
    if (!is_rival || !port_.verify(now_us, told_by_port, messenger_.random)) return;
    messenger_.send_short(Channel::control, state_.discovery_endpoint(),
                          wire::MessageType::provider_discovery_request,
                          {port_.transaction(), state_.config.id});
}

void Provider::port_verified(TimeUs now_us, const wire::Identity& holder) {
    if (!port_.on_answer(holder.transaction)) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    if (holder.provider != state_.config.id) return step_down(now_us, holder.provider);
    // The other provider may wrongly believe that it is the primary.
    send_primary_change(messenger_, state_.control_endpoint(port_.told_by_port()),
                        state_.config.id);
}

void Provider::step_down(TimeUs now_us, const ProviderId& successor) {
    state_.emit(ProviderEventType::superseded, successor);
    primary_.tell_secondaries(successor, wire::Change::present);
    port_.release();
    begin_again(now_us);
}

void Provider::begin_again(TimeUs now_us) {
    primary_.end();
    neighbours_.end();
    announcements_.end();
    // Clients repeat the requests that this provider has not yet answered as primary.
    messenger_.outbox.forget_delayed();
    state_.change_role(Role::none, {});
    secondary_.begin(now_us);
}

void Provider::say_farewell(TimeUs now_us) {
    if (is_primary()) announcements_.say_farewell(now_us);
}

void Provider::stop() {
    if (life_ != Life::running) return;
    life_ = Life::stopped;
    messenger_.outbox.forget_delayed();
    if (state_.role == Role::primary) {
        port_.release();
        primary_.tell_secondaries(state_.config.id, wire::Change::leaving);
    } else {
        secondary_.leave();
    }
    state_.role = Role::none;
}

TimeUs Provider::next_deadline_us() const {
    const TimeUs deadline_us = next_local_deadline_us();
    if (!is_primary()) return deadline_us;
    const TimeUs others_us =
        std::min(announcements_.next_deadline_us(), neighbours_.next_deadline_us());
    return std::min(deadline_us, std::max(others_us, port_.verifying_until_us()));
}

TimeUs Provider::next_local_deadline_us() const {
    if (life_ != Life::running) return never_us;
    const TimeUs of_role =
        state_.role == Role::primary ? primary_.next_deadline_us() : secondary_.next_deadline_us();
    return std::min({of_role, messenger_.outbox.next_deadline_us(), port_.next_deadline_us(),
                     interface_warnings_.next_deadline_us()});
}

bool Provider::must_flush() const {
    return port_.has_action() || !state_.watches.empty() || line_.is_pending() ||
           fan_out_.recipient_count() != 0 || secondary_.has_user_question() ||
           primary_.has_port_users_question() || messenger_.outbox.size() > outbox_batch_bytes_max;
}

bool Provider::poll_transmit(Outbound& out) {
    return messenger_.outbox.next(out) || fan_out_.next(out);
}

}  // namespace mpdisc::core
