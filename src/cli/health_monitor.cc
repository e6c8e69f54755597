// SPDX-License-Identifier: MIT
#include "cli/health_monitor.h"

#include <algorithm>

namespace mpdisc::cli {

namespace {

using State = ServiceHealth::State;

TimeUs due_us_of(const CheckedService* service) {
    return service == nullptr ? never_us : service->health.due_us;
}

/// How many results in a row change the state.
std::uint8_t count_needed(const CheckedService& service) {
    if (service.health.state == State::untried) return 1;
    return service.health.is_offered() ? service.check.fall : service.check.rise;
}

HealthChange take_result(CheckedService& service, bool is_success) {
    ServiceHealth& health = service.health;
    if (is_success == health.is_offered()) {
        health.against = 0;
        const bool is_first = health.state == State::untried && !health.was_checked;
        return is_first ? HealthChange::waits : HealthChange::none;
    }
    if (++health.against < count_needed(service)) return HealthChange::none;
    health.against = 0;
    health.state = is_success ? State::healthy : State::unhealthy;
    return is_success ? HealthChange::comes : HealthChange::goes;
}

}  // namespace

CheckedService* HealthMonitor::start_next(TimeUs now_us, bool with_commands) {
    if (now_us < next_due_us(with_commands)) return nullptr;
    const bool is_command = with_commands && due_us_of(next_command_) < due_us_of(next_port_);
    CheckedService* const next = is_command ? next_command_ : next_port_;
    next->health.is_being_checked = true;
    if (!next->health.was_checked) next->health.due_us = now_us;
    find_next();
    return next;
}

HealthChange HealthMonitor::end(CheckedService& service, bool is_success, TimeUs now_us) {
    const HealthChange change = take_result(service, is_success);
    ServiceHealth& health = service.health;
    health.due_us = due_after(service, now_us);
    health.was_checked = true;
    health.is_being_checked = false;
    consider(service);
    return change;
}

void HealthMonitor::try_again(CheckedService& service, TimeUs now_us) {
    const TimeUs wait_us = TimeUs{service.check.wait_ms} * 1000;
    service.health.state = State::untried;
    service.health.due_us = now_us + wait_us;
    find_next();
}

TimeUs HealthMonitor::next_due_us(bool with_commands) const {
    return std::min(due_us_of(next_port_), with_commands ? due_us_of(next_command_) : never_us);
}

TimeUs HealthMonitor::due_after(const CheckedService& service, TimeUs now_us) const {
    const ServiceHealth& health = service.health;
    const bool ends_with_success = service.check.interval_ms == 0;
    if (ends_with_success && health.is_offered()) return never_us;
    const bool is_waiting = ends_with_success || health.state == State::untried;
    TimeUs gap_us = TimeUs{is_waiting ? service.check.wait_ms : service.check.interval_ms} * 1000;
    if (!health.was_checked) {
        const std::span<const CheckedService> all = checks_.all();
        gap_us = gap_us * static_cast<TimeUs>(&service - all.data() + 1) / all.size();
    }
    return std::max(health.due_us + gap_us, now_us);
}

void HealthMonitor::find_next() {
    next_port_ = nullptr;
    next_command_ = nullptr;
    for (CheckedService& service : checks_.all()) consider(service);
}

void HealthMonitor::consider(CheckedService& service) {
    if (service.health.is_being_checked) return;
    CheckedService*& next = service.check.kind == CheckKind::command ? next_command_ : next_port_;
    if (service.health.due_us < due_us_of(next)) next = &service;
}

}  // namespace mpdisc::cli
