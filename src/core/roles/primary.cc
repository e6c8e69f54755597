// SPDX-License-Identifier: MIT
#include "core/roles/primary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "core/host/status_report.h"
#include "core/kit/backoff.h"
#include "core/takeover/primary_change.h"

namespace mpdisc::core {
namespace {

/// Most providers notice the end of the former primary by themselves. This primary announces itself
/// to the others.
constexpr TimeUs first_announcement_delay_us = 50'000;
/// Reports of a missing deputy are at least this far apart, even if deputies come and go.
constexpr TimeUs missing_report_gap_us = 1'000'000;
constexpr TimeUs full_warning_gap_us = 60'000'000;

wire::Nonce draw_nonce(Random& random) {
    const std::array<std::uint64_t, 2> drawn = {random.next(), random.next()};
    return std::bit_cast<wire::Nonce>(drawn);
}

/// Bytes of an appointment without the list of peers.
constexpr std::size_t appointment_overhead = limits::appointment_max - limits::deputy_peers_max * 2;

}  // namespace

void Primary::begin(TimeUs now_us, const ProviderId& former, Array<std::uint8_t>& peers,
                    bool has_successors) {
    if (messenger_.sealer.has_keys()) messenger_.sealer.bind(draw_nonce(messenger_.random));
    state_.lease_ms = state_.config.lease_ms;
    registry_.begin(now_us, former);
    deputy_monitor_.reset(has_successors ? state_.config.user_id : wire::Registration::no_user);
    missing_deputy_reported_ = false;
    next_missing_report_us_ = now_us;
    deputy_ = {};
    state_.is_contested = port_.is_contested();
    unregistered_.assign(state_.is_contested ? now_us : now_us + first_announcement_delay_us,
                         now_us + TimeUs{state_.config.lease_ms} * 1000, peers,
                         state_.is_contested);
}

void Primary::end() {
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (!registry_.is_used(slot)) continue;
        if (registry_[slot].is_watched) state_.watches.push(registry_[slot].process_id, false);
        registry_.remove(slot);
    }
    port_users_.forget();
    deputy_monitor_.clear();
    line_.close();
    unregistered_.clear();
}

void Primary::tell_secondaries(const ProviderId& of, wire::Change change) {
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (registry_.is_used(slot))
            send_primary_change(messenger_, registry_[slot].address, of, change);
    }
}

void Primary::on_registration(TimeUs now_us, const Endpoint& from,
                              const wire::Registration& message) {
    const ProviderConfig& config = state_.config;
    // No other provider may have the id of this one.
    if (message.provider == config.id) return messenger_.counters.add(Counter::drop_not_registrant);
    wire::RegistrationAck ack{
        message.transaction, config.id,       wire::RegistrationResult::accepted,
        config.process_id,   config.lease_ms, config.heartbeat_ms};
    const Registry::Outcome outcome = put(now_us, from, message);
    if (registry_.find(from) != Registry::none) adopt_host_of(now_us, message);
    ack.host = state_.host;
    ack.control_port = messenger_.own_port;
    switch (outcome) {
        case Registry::Outcome::added:
            state_.emit(ProviderEventType::secondary_registered, message.provider);
            [[fallthrough]];
        case Registry::Outcome::changed:
            note_change(now_us);
            [[fallthrough]];
        case Registry::Outcome::repeated: {
            const Registry::Slot slot = registry_.find(from);
            messenger_.counters.add(Counter::registrations);
            ack.duplicate_of = find_duplicate(slot);
            // The acknowledgement dismisses the deputy, so it is appointed anew.
            if (slot == deputy_monitor_.deputy()) deputy_monitor_.note_change(now_us);
            break;
        }
        case Registry::Outcome::full:
            messenger_.counters.add(Counter::drop_registry_full);
            warn_of_full_registry(now_us);
            ack.result = wire::RegistrationResult::registry_full;
            break;
        case Registry::Outcome::user_unknown:
            // No answer: the registration is soon repeated, and by then the user is known.
            port_users_.keep_answers();
            return port_users_.ask(now_us);
        case Registry::Outcome::no_memory:
            messenger_.counters.add(Counter::drop_no_memory);
            ack.result = wire::RegistrationResult::registry_full;
            break;
    }
    messenger_.send_short(Channel::discovery, from, ack);
    // After the acknowledgement, because it dismisses a deputy. And at once, so that the new
    // provider is found even if this primary hangs now.
    tell_deputy(now_us);
}

void Primary::adopt_host_of(TimeUs now_us, const wire::Registration& message) {
    // This provider may have got the port while it was free between two primaries. Nobody has told
    // it the id of the host, but others know it.
    const bool is_told = message.host.is_known() && message.host != state_.host &&
                         !state_.is_host_told && !registry_.is_complete(now_us);
    if (!is_told) return;
    state_.adopt_host(message.host);
    // Secondaries that were told the id of this provider register again, and get the right id.
    tell_secondaries(state_.config.id, wire::Change::leaving);
}

void Primary::warn_of_full_registry(TimeUs now_us) {
    if (!full_warnings_.start(now_us, full_warning_gap_us)) return;
    state_.emit(ProviderEventType::registry_full, {});
}

Registry::Outcome Primary::put(TimeUs now_us, const Endpoint& from,
                               const wire::Registration& message) {
    if (!fan_out_.reserve_recipient()) return Registry::Outcome::no_memory;
    // Only one socket at a time can have the address, so the former registrant has ended.
    const Registry::Slot before = registry_.find(from);
    if (before != Registry::none && registry_[before].id != message.provider) {
        remove(now_us, before, ProviderEventType::secondary_died);
    }
    const Registry::Slot known = find(from, message.provider);
    const std::uint32_t former_process_id =
        known == Registry::none ? 0 : registry_[known].process_id;
    const Registry::Outcome outcome =
        registry_.put(now_us, message, from, port_users_.user_of(now_us, from.port));
    const Registry::Slot slot = registry_.find(from);
    if (slot != Registry::none) {
        watch(slot, former_process_id);
        (void)remove_unregistered(from);
    }
    return outcome;
}

Registry::Slot Primary::find(const Endpoint& address, const ProviderId& id) const {
    const Registry::Slot slot = registry_.find(address);
    return slot != Registry::none && registry_[slot].id == id ? slot : Registry::none;
}

void Primary::watch(Registry::Slot slot, std::uint32_t former_process_id) {
    const Registrant& registrant = registry_[slot];
    // The same process is not watched again: if its end was reported although the provider lives,
    // the process id is misleading.
    if (registrant.process_id == former_process_id) return;
    if (registrant.is_watched) state_.watches.push(former_process_id, false);
    state_.watches.push(registrant.process_id, true);
    registry_.set_watched(slot, true);
}

void Primary::on_heartbeat(TimeUs now_us, Channel channel, const Endpoint& from,
                           const wire::Heartbeat& message) {
    wire::HeartbeatAck ack{message.transaction, state_.config.id, wire::HeartbeatResult::known};
    const Registry::Slot slot = find(from, message.provider);
    const bool is_deputy = slot != Registry::none && slot == deputy_monitor_.deputy();
    if (slot == Registry::none || (message.is_deputy && !is_deputy)) {
        // A deputy that was replaced registers again, which dismisses it.
        ack.result = wire::HeartbeatResult::register_again;
    } else {
        registry_.renew_lease(now_us, slot);
        messenger_.counters.add(Counter::heartbeats);
    }
    if (is_deputy) {
        deputy_monitor_.note_heartbeat(
            now_us, message.is_deputy && message.peers_revision == registry_.revision());
    }
    const bool is_by_line = channel == Channel::line && message.line_port != 0;
    const Endpoint to = is_by_line ? state_.control_endpoint(message.line_port) : from;
    messenger_.send_short(channel, to, ack);
}

void Primary::on_unregistration(TimeUs now_us, const Endpoint& from,
                                const wire::Identity& message) {
    const Registry::Slot slot = find(from, message.provider);
    if (slot == Registry::none) return messenger_.counters.add(Counter::drop_not_registrant);
    remove(now_us, slot, ProviderEventType::secondary_left);
}

void Primary::on_status_request(TimeUs now_us, const Endpoint& from,
                                const wire::StatusRequest& message,
                                const NeighbourhoodStatus& neighbourhood) {
    const ProviderConfig& config = state_.config;
    const ProviderStatus self{config.id,
                              Role::primary,
                              config.process_id,
                              (now_us - registry_.since_us()) / 1000,
                              0,
                              state_.services.count()};
    const StatusReport report{self,
                              state_.services.encoded(),
                              registry_,
                              deputy_monitor_.deputy(),
                              messenger_.counters,
                              messenger_.drop_sources,
                              neighbourhood};
    messenger_.send_local(
        Channel::discovery, from, limits::loopback_datagram_max,
        [&](std::span<std::uint8_t> room) { return encode_page(report, now_us, message, room); });
}

void Primary::remove(TimeUs now_us, Registry::Slot slot, ProviderEventType reason) {
    const Registrant& registrant = registry_[slot];
    state_.emit(reason, registrant.id);
    messenger_.counters.add(reason == ProviderEventType::secondary_died   ? Counter::deaths
                            : reason == ProviderEventType::secondary_left ? Counter::unregistrations
                                                                          : Counter::expirations);
    if (registrant.is_watched) state_.watches.push(registrant.process_id, false);
    if (slot == deputy_monitor_.deputy()) deputy_monitor_.clear();
    registry_.remove(slot);
    if (!registry_.is_half_full()) port_users_.forget();
    note_change(now_us);
}

void Primary::note_change(TimeUs now_us) {
    deputy_monitor_.note_change(now_us);
    appoint_deputy(now_us);
}

void Primary::check_contest(TimeUs now_us) {
    if (state_.is_contested == port_.is_contested()) return;
    state_.is_contested = port_.is_contested();
    registry_.note_change();
    deputy_monitor_.note_change(now_us);
}

void Primary::refused(TimeUs now_us, const Endpoint& to) {
    if (remove_unregistered(to)) {
        deputy_monitor_.note_change(now_us);
        if (to.port == unregistered_.former_port()) registry_.note_former_ended();
    }
    const Registry::Slot slot = registry_.find(to);
    if (slot != Registry::none) remove(now_us, slot, ProviderEventType::secondary_died);
}

void Primary::port_user_told(std::uint16_t port, std::uint32_t user_id) {
    port_users_.set_user(port, user_id);
    const Registry::Slot slot = registry_.find(state_.control_endpoint(port));
    if (slot != Registry::none) registry_.set_user(slot, user_id);
}

void Primary::port_users_told(TimeUs now_us, bool is_told) {
    port_users_.finish(now_us);
    if (!is_told) deputy_monitor_.trust_claims();
    appoint_deputy(now_us, true);
    tell_deputy(now_us);
}

bool Primary::remove_unregistered(const Endpoint& address) {
    // The same port of another loopback address belongs to another program.
    return address.address == state_.interfaces.loopback() && unregistered_.remove(address.port);
}

void Primary::process_ended(std::uint32_t process_id) {
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (!registry_.is_used(slot)) continue;
        const Registrant& registrant = registry_[slot];
        if (!registrant.is_watched || registrant.process_id != process_id) continue;
        registry_.set_watched(slot, false);
        // A secondary of this primary ignores the message. If the secondary has ended, the system
        // refuses the message. It is sent from the control socket, because another program may
        // share the discovery port and get the error instead.
        send_primary_change(messenger_, registrant.address, state_.config.id);
    }
}

void Primary::forget_unreachable(TimeUs now_us) {
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (!registry_.is_used(slot)) continue;
        const Family family = registry_[slot].address.address.family;
        if (family == state_.interfaces.loopback().family) continue;
        remove(now_us, slot, ProviderEventType::secondary_died);
    }
}

bool Primary::note_run(TimeUs now_us) {
    constexpr TimeUs late_us = 500'000;
    const TimeUs ran_us = std::exchange(ran_us_, now_us);
    return deputy_monitor_.has_deputy() && now_us >= ran_us + run_gap_us + late_us;
}

void Primary::note_absence(TimeUs now_us) {
    // A secondary that lives is heard within this time: it sends its next heartbeat, or repeats one
    // that was not answered.
    leases_held_until_us_ =
        now_us + TimeUs{state_.config.heartbeat_ms} * 1000 + Backoff::gap_us_max;
    deputy_monitor_.note_absence(now_us);
}

void Primary::tick(TimeUs now_us) {
    expire(now_us);
    if (deputy_monitor_.is_silent(now_us)) {
        deputy_monitor_.clear();
        appoint_deputy(now_us);
    }
    if (now_us >= missing_report_due_us()) appoint_deputy(now_us);
    if (now_us >= ask_us()) port_users_.ask(now_us);
    tell_deputy(now_us);
    if (now_us >= unregistered_.next_question_us()) ask_former_primary(now_us);
    if (now_us >= next_announcement_us()) announce_to_unregistered(now_us);
}

TimeUs Primary::next_expiry_us() const {
    const Registry::Slot oldest = registry_.oldest();
    if (oldest == Registry::none) return never_us;
    const TimeUs lease_us = TimeUs{state_.config.lease_ms} * 1000;
    return std::max(registry_[oldest].last_heartbeat_us + lease_us, leases_held_until_us_);
}

void Primary::expire(TimeUs now_us) {
    while (now_us >= next_expiry_us()) {
        remove(now_us, registry_.oldest(), ProviderEventType::secondary_expired);
    }
}

TimeUs Primary::next_deadline_us() const {
    const TimeUs run_us = deputy_monitor_.has_deputy() ? ran_us_ + run_gap_us : never_us;
    return std::min({run_us, next_expiry_us(), deputy_monitor_.next_deadline_us(),
                     next_announcement_us(), unregistered_.next_question_us(),
                     missing_report_due_us(), ask_us()});
}

void Primary::appoint_deputy(TimeUs now_us, bool has_asked) {
    if (deputy_monitor_.appoint(now_us, registry_, has_asked)) {
        missing_deputy_reported_ = false;
        const ProviderId& appointed = registry_[deputy_monitor_.deputy()].id;
        if (appointed != deputy_) state_.emit(ProviderEventType::deputy_appointed, appointed);
        deputy_ = appointed;
    } else if (now_us >= missing_report_due_us()) {
        missing_deputy_reported_ = true;
        next_missing_report_us_ = now_us + missing_report_gap_us;
        state_.emit(ProviderEventType::deputy_missing, {});
    }
    if (!deputy_monitor_.has_deputy()) line_.close();
}

void Primary::tell_deputy(TimeUs now_us) {
    if (!deputy_monitor_.has_deputy() || !deputy_monitor_.is_update_due(now_us)) return;
    // The appointment names the port of the line, so it waits until the line is open.
    line_.open(registry_[deputy_monitor_.deputy()].address);
    if (line_.is_pending()) return;
    std::array<std::uint8_t, limits::deputy_peers_max * 2> peers;
    std::size_t size = 0;
    const auto add = [&](std::uint16_t port) {
        if (size == peers.size()) return;
        peers[size++] = static_cast<std::uint8_t>(port >> 8);
        peers[size++] = static_cast<std::uint8_t>(port);
    };
    add(messenger_.own_port);
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        const bool is_peer = registry_.is_used(slot) && slot != deputy_monitor_.deputy();
        if (is_peer) add(registry_[slot].address.port);
    }
    for (std::size_t n = 0; n < unregistered_.count(); ++n)
        add(wire::peer_at(unregistered_.ports(), n));
    deputy_monitor_.note_update_sent(now_us, size / 2);
    const wire::Appointment appointment{messenger_.random.next(), state_.config.id,
                                        registry_.revision(),     std::span(peers).first(size),
                                        port_.is_contested(),     line_.port()};
    messenger_.send_local(Channel::discovery, registry_[deputy_monitor_.deputy()].address,
                          appointment_overhead + size, [&](std::span<std::uint8_t> room) {
                              return wire::encode(appointment, room);
                          });
}

TimeUs Primary::next_announcement_us() const {
    const bool is_any = unregistered_.count() != 0 || port_.is_contested();
    return is_any ? unregistered_.next_announcement_us() : never_us;
}

void Primary::ask_former_primary(TimeUs now_us) {
    unregistered_.note_question(now_us);
    // If the system refuses this, the former primary has ended.
    send_primary_change(messenger_, state_.control_endpoint(unregistered_.former_port()),
                        state_.config.id);
}

void Primary::announce_to_unregistered(TimeUs now_us) {
    unregistered_.note_announcement(now_us);
    const ProviderId& self = state_.config.id;
    send_primary_change_to_all(messenger_, state_, unregistered_.ports(), self);
    // This provider may not know all rivals.
    if (!port_.is_contested()) return;
    messenger_.broadcast_short(
        state_.discovery_endpoint(),
        wire::PrimaryChange{messenger_.random.next(), self, wire::Change::present});
}

}  // namespace mpdisc::core
