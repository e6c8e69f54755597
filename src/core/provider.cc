// SPDX-License-Identifier: MIT
#include "core/provider.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// A primary answers within microseconds; so many repetitions (1.5 s) without one mean that who
/// holds the port is none, or hangs.
constexpr std::uint32_t silent_after_attempts = 5;
constexpr TimeUs warning_interval_us = 60'000'000;
/// However many hints come, the primary is looked for at most so often.
constexpr TimeUs hint_interval_us = 100'000;

}  // namespace

Provider::Provider(const ProviderConfig& config)
    : config_(config),
      random_(config.seed),
      answerer_(services_, interfaces_, random_, outbox_, counters_),
      primary_(random_.next()),
      secondary_(random_),
      lease_ms_(config.lease_ms) {}

ServiceError Provider::add(TimeUs now_us, const ServiceView& service) {
    const ServiceError error = services_.add(service);
    if (error == ServiceError::none) offer_changed(now_us);
    return error;
}

ServiceError Provider::remove(TimeUs now_us, std::string_view name, std::string_view type) {
    const ServiceError error = services_.remove(name, type);
    if (error == ServiceError::none) offer_changed(now_us);
    return error;
}

void Provider::offer_changed(TimeUs now_us) {
    if (role_ == Role::primary) {
        primary_.registry().note_change();
    } else {
        secondary_.register_again(now_us);
    }
}

void Provider::start(TimeUs now_us) {
    life_ = Life::running;
    secondary_.seek(now_us);
    tick(now_us);
}

void Provider::set_interfaces(TimeUs now_us, std::span<const InterfaceAddress> addresses) {
    const wire::Reach reach_before = reach();
    const IpAddress loopback_before = loopback();
    switch (interfaces_.assign(addresses)) {
        case InterfaceTable::Update::unchanged:
            return;
        case InterfaceTable::Update::no_memory:
            counters_.add(Counter::drop_no_memory);
            return;
        case InterfaceTable::Update::changed:
            break;
    }
    if (life_ != Life::running) return;
    emit(ProviderEventType::interfaces_changed, {});
    if (loopback() != loopback_before) forget_unreachable();
    const bool lost =
        role_ != Role::primary &&
        (secondary_.state() != Secondary::State::registered || loopback() != loopback_before);
    if (lost) {
        secondary_.seek(now_us);  // the primary may be within reach now, or has another address
    } else if (reach() != reach_before) {
        offer_changed(now_us);
    }
}

void Provider::forget_unreachable() {
    Registry& registry = primary_.registry();
    for (Registry::Slot slot = 0; slot < registry.slot_count(); ++slot) {
        if (!registry.is_used(slot)) continue;
        if (registry[slot].address.address.family != loopback().family) registry.remove(slot);
    }
}

void Provider::port_bound(TimeUs now_us) {
    primary_since_us_ = now_us;
    change_role(Role::primary, config_.id);
}

void Provider::port_refused(TimeUs now_us) {
    send_as_secondary(now_us);
}

void Provider::tick(TimeUs now_us) {
    counters_.add(Counter::drop_no_memory, outbox_.release_due(now_us));
    if (life_ != Life::running) return;
    if (role_ == Role::primary) {
        for (;;) {
            const Registry::Slot slot = primary_.expired(now_us, config_.lease_ms);
            if (slot == Registry::none) break;
            emit(ProviderEventType::secondary_expired, primary_.registry()[slot].id);
            counters_.add(Counter::expirations);
            primary_.registry().remove(slot);
        }
        return;
    }
    if (now_us >= hint_due_us_) {
        hint_due_us_ = never_us;
        next_hint_us_ = now_us + hint_interval_us;
        secondary_.seek(now_us);
    }
    if (!secondary_.is_due(now_us)) return;
    if (secondary_.tries_port()) {
        port_action_ = PortAction::bind;
    } else {
        send_as_secondary(now_us);
    }
}

void Provider::send_as_secondary(TimeUs now_us) {
    const Secondary::Self self{config_.id, config_.process_id, reach(), services_.list(),
                               services_.encoded().size()};
    if (!secondary_.send(now_us, self, discovery_endpoint(), outbox_)) {
        counters_.add(Counter::drop_no_memory);
    }
    report_silence(now_us);
}

void Provider::report_silence(TimeUs now_us) {
    if (secondary_.unanswered() <= silent_after_attempts) return;  // the last one is on its way
    const bool stranger = secondary_.state() == Secondary::State::seeking;
    if (stranger) become_unregistered();
    warn(now_us,
         stranger ? ProviderEventType::port_held_by_stranger : ProviderEventType::primary_silent);
}

void Provider::become_unregistered() {
    if (role_ == Role::secondary) change_role(Role::none, {});
}

void Provider::warn(TimeUs now_us, ProviderEventType type) {
    if (last_warning_ == type && now_us < next_warning_us_) return;
    last_warning_ = type;
    next_warning_us_ = now_us + warning_interval_us;
    emit(type, secondary_.primary());
}

void Provider::stop() {
    if (life_ != Life::running) return;
    life_ = Life::stopped;
    bool queued = true;
    if (role_ == Role::primary) {
        port_action_ = PortAction::close;
        queued = primary_.announce({random_.next(), config_.id, wire::Change::leaving});
    } else {
        queued = secondary_.leave(config_.id, discovery_endpoint(), outbox_);
    }
    if (!queued) counters_.add(Counter::drop_no_memory);
    role_ = Role::none;
}

TimeUs Provider::next_deadline_us() const {
    if (life_ != Life::running) return never_us;
    const TimeUs of_role = role_ == Role::primary
                               ? primary_.next_deadline_us(config_.lease_ms)
                               : std::min(secondary_.next_deadline_us(), hint_due_us_);
    const TimeUs of_outbox = outbox_.next_deadline_us();
    return std::min(of_role, of_outbox);
}

PortAction Provider::take_port_action() {
    const PortAction action = port_action_;
    port_action_ = PortAction::none;
    return action;
}

bool Provider::poll_transmit(Outbound& out) {
    return outbox_.next(out) || primary_.next(out);
}

void Provider::change_role(Role role, const ProviderId& peer) {
    role_ = role;
    primary_of_role_ = peer;
    emit(ProviderEventType::role_changed, peer);
}

void Provider::emit(ProviderEventType type, const ProviderId& peer) {
    if (!events_.push({type, role_, peer})) counters_.add(Counter::events_lost);
}

wire::Reach Provider::reach() const {
    wire::Reach reach;
    reach.family = config_.family;
    if (!config_.interface_name.empty()) {
        const std::uint32_t index = interfaces_.index_of(config_.interface_name.view());
        reach.if_index = index != 0 ? index : wire::Reach::no_interface;
    }
    return reach;
}

Endpoint Provider::discovery_endpoint() const {
    return {loopback(), 0, config_.discovery_port};
}

}  // namespace mpdisc::core
