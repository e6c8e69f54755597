// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/provider.h"
#include "core/status_report.h"

namespace mpdisc::core {
namespace {

constexpr std::size_t short_message_max = 128;
/// Whoever registers more than a provider may offer would fit no page of a status report.
constexpr std::size_t registration_size_max =
    limits::provider_services_bytes_max + limits::registration_overhead_max;

}  // namespace

void Provider::receive(TimeUs now_us, const Inbound& in) {
    wire::Header header;
    wire::Bytes fields;
    const wire::DecodeError error = wire::decode_header(in.bytes, header, fields);
    if (error != wire::DecodeError::none) return count_drop(error);
    if (life_ != Life::running) return counters_.add(Counter::drop_unexpected);

    switch (header.type) {
        case wire::MessageType::client_discovery_request:
            return receive_request(now_us, in, header, fields);
        case wire::MessageType::provider_discovery_request:
        case wire::MessageType::provider_registration:
        case wire::MessageType::provider_heartbeat:
        case wire::MessageType::provider_unregistration:
        case wire::MessageType::status_request:
            return receive_as_primary(now_us, in, header, fields);
        case wire::MessageType::provider_discovery_response:
        case wire::MessageType::provider_notification:
        case wire::MessageType::provider_registration_ack:
        case wire::MessageType::provider_heartbeat_ack:
        case wire::MessageType::primary_change:
            return receive_as_secondary(now_us, in, header, fields);
        case wire::MessageType::service_advertisement:
        case wire::MessageType::status_response:
            return counters_.add(Counter::drop_unexpected);
    }
}

void Provider::receive_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                               wire::Bytes fields) {
    if (role_ != Role::primary || in.channel != Channel::discovery) {
        return counters_.add(Counter::drop_unexpected);
    }
    wire::Notification notification;
    notification.client = in.from;
    notification.if_index = in.if_index;
    if (!in.to.is_multicast()) notification.local = in.to;
    wire::Request& request = notification.request;
    if (in.bytes.size() > limits::network_datagram_max) {
        return counters_.add(Counter::drop_malformed);
    }
    if (!decode(header, fields, request)) return;
    const Arrival arrival{in.from, in.if_index, notification.local};
    if (!answers_to(arrival)) return counters_.add(Counter::drop_off_link);
    serve_request(now_us, arrival, notification);
}

void Provider::serve_request(TimeUs now_us, const Arrival& arrival,
                             wire::Notification& notification) {
    const wire::Request& request = notification.request;
    RequestPaths& paths = recent_.paths_of(now_us, request.transaction, request.attempt);
    const bool new_path = paths.add({arrival.if_index, arrival.client.address.family,
                                     interfaces_.is_loopback(arrival.if_index)});
    // Where everybody is asked by the first path, the further ones cost nothing.
    const bool all_asked =
        !paths.is_first() && !reach().is_restricted() && !primary_.registry().any_restricted();
    if (!new_path || all_asked) return counters_.add(Counter::drop_repeated);

    const std::uint32_t own =
        paths.asks(reach()) ? services_.list().count_matching(request.filter) : 0;
    const std::uint32_t others = primary_.match(paths, request.filter);
    const bool answers_itself = own != 0 && paths.asks_now(reach());
    const bool nobody_new = !answers_itself && primary_.recipient_count() == 0;
    if (nobody_new && !paths.is_first()) return counters_.add(Counter::drop_repeated);
    counters_.add(Counter::requests);

    notification.roster = {config_.id, own + others, primary_.registry().revision()};
    if (answers_itself) {
        answerer_.answer(now_us, speaker(), arrival, request, notification.roster);
    }
    if (primary_.recipient_count() == 0) return;
    if (primary_.notify(notification)) {
        counters_.add(Counter::notifications, primary_.recipient_count());
    } else {
        counters_.add(Counter::drop_malformed);
    }
}

void Provider::receive_as_primary(TimeUs now_us, const Inbound& in, const wire::Header& header,
                                  wire::Bytes fields) {
    if (!comes_from_here(in)) return counters_.add(Counter::drop_not_local);
    if (role_ != Role::primary || in.channel != Channel::discovery) {
        return counters_.add(Counter::drop_unexpected);
    }
    if (header.type == wire::MessageType::provider_registration) {
        if (in.bytes.size() > registration_size_max) return counters_.add(Counter::drop_malformed);
        wire::Registration registration;
        if (decode(header, fields, registration)) take_registration(now_us, in, registration);
        return;
    }
    if (header.type == wire::MessageType::status_request) {
        wire::StatusRequest request;
        if (decode(header, fields, request)) send_status(now_us, in, request);
        return;
    }
    wire::Identity identity;
    if (!decode(header, fields, identity)) return;
    if (header.type == wire::MessageType::provider_heartbeat) {
        take_heartbeat(now_us, in, identity);
    } else if (header.type == wire::MessageType::provider_unregistration) {
        take_unregistration(in, identity);
    } else {
        reply(in, short_message_max, [&](std::span<std::uint8_t> room) {
            return wire::encode(wire::MessageType::provider_discovery_response,
                                {identity.transaction, config_.id}, room);
        });
    }
}

void Provider::take_registration(TimeUs now_us, const Inbound& in,
                                 const wire::Registration& message) {
    wire::RegistrationAck ack{
        message.transaction, config_.id,       wire::RegistrationResult::accepted,
        config_.process_id,  config_.lease_ms, config_.heartbeat_ms};
    const bool has_room = primary_.reserve_recipient();
    switch (has_room ? primary_.registry().put(now_us, message, in.from)
                     : Registry::Outcome::no_memory) {
        case Registry::Outcome::added:
            emit(ProviderEventType::secondary_registered, message.provider);
            counters_.add(Counter::registrations);
            break;
        case Registry::Outcome::renewed:
            counters_.add(Counter::registrations);
            break;
        case Registry::Outcome::not_registrant:
            return counters_.add(Counter::drop_not_registrant);
        case Registry::Outcome::full:
            counters_.add(Counter::drop_registry_full);
            ack.result = wire::RegistrationResult::registry_full;
            break;
        case Registry::Outcome::no_memory:
            counters_.add(Counter::drop_no_memory);
            ack.result = wire::RegistrationResult::registry_full;
            break;
    }
    reply(in, short_message_max,
          [&](std::span<std::uint8_t> room) { return wire::encode(ack, room); });
}

void Provider::take_heartbeat(TimeUs now_us, const Inbound& in, const wire::Identity& message) {
    wire::HeartbeatAck ack{message.transaction, config_.id, wire::HeartbeatResult::known};
    const Registry::Slot slot = primary_.registry().find(message.provider);
    if (slot == Registry::none) {
        ack.result = wire::HeartbeatResult::register_again;
    } else if (primary_.registry()[slot].address != in.from) {
        return counters_.add(Counter::drop_not_registrant);
    } else {
        primary_.registry().beat(now_us, slot);
        counters_.add(Counter::heartbeats);
    }
    reply(in, short_message_max,
          [&](std::span<std::uint8_t> room) { return wire::encode(ack, room); });
}

void Provider::take_unregistration(const Inbound& in, const wire::Identity& message) {
    const Registry::Slot slot = primary_.registry().find(message.provider);
    if (slot == Registry::none) return counters_.add(Counter::drop_unexpected);
    if (primary_.registry()[slot].address != in.from) {
        return counters_.add(Counter::drop_not_registrant);
    }
    primary_.registry().remove(slot);
    counters_.add(Counter::unregistrations);
    emit(ProviderEventType::secondary_left, message.provider);
}

void Provider::receive_as_secondary(TimeUs now_us, const Inbound& in, const wire::Header& header,
                                    wire::Bytes fields) {
    if (!comes_from_here(in)) return counters_.add(Counter::drop_not_local);
    if (role_ == Role::primary || in.channel != Channel::control) {
        return counters_.add(Counter::drop_unexpected);
    }
    // Who leaves has given the port up already, so a hint may come from any port.
    if (header.type == wire::MessageType::primary_change) {
        wire::PrimaryChange change;
        if (decode(header, fields, change)) take_primary_change(now_us);
        return;
    }
    if (in.from != discovery_endpoint()) return counters_.add(Counter::drop_not_registrant);
    bool expected = true;
    if (header.type == wire::MessageType::provider_notification) {
        wire::Notification notification;
        if (decode(header, fields, notification)) take_notification(now_us, notification);
    } else if (header.type == wire::MessageType::provider_registration_ack) {
        wire::RegistrationAck ack;
        if (decode(header, fields, ack)) take_registration_ack(now_us, ack);
    } else if (header.type == wire::MessageType::provider_heartbeat_ack) {
        wire::HeartbeatAck ack;
        expected = !decode(header, fields, ack) || secondary_.take(now_us, ack);
    } else {
        // Two requests went out, by broadcast and by unicast, so the second answer is no surprise.
        wire::Identity response;
        if (decode(header, fields, response)) secondary_.take(now_us, response);
    }
    if (!expected) counters_.add(Counter::drop_unexpected);
}

void Provider::take_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack) {
    if (!secondary_.take(now_us, ack)) return counters_.add(Counter::drop_unexpected);
    if (ack.result == wire::RegistrationResult::registry_full) {
        become_unregistered();
        return warn(now_us, ProviderEventType::registration_refused);
    }
    lease_ms_ = ack.lease_ms;
    const bool news = role_ != Role::secondary || primary_of_role_ != ack.provider;
    if (news) change_role(Role::secondary, ack.provider);
}

void Provider::take_notification(TimeUs now_us, const wire::Notification& notification) {
    const Arrival arrival{notification.client, notification.if_index, notification.local};
    if (!answers_to(arrival)) return counters_.add(Counter::drop_off_link);
    counters_.add(Counter::requests);
    answerer_.answer(now_us, speaker(), arrival, notification.request, notification.roster);
}

void Provider::take_primary_change(TimeUs now_us) {
    // What is under way goes on until then, or a flood of hints would keep it from ever ending.
    hint_due_us_ = std::min(hint_due_us_, std::max(now_us, next_hint_us_));
}

void Provider::send_status(TimeUs now_us, const Inbound& in, const wire::StatusRequest& request) {
    const ProviderStatus self{
        config_.id, Role::primary,    config_.process_id, (now_us - primary_since_us_) / 1000,
        0,          services_.count()};
    const StatusReport report{self, services_.encoded(), primary_.registry(), counters_};
    reply(in, limits::loopback_datagram_max,
          [&](std::span<std::uint8_t> room) { return encode_page(report, now_us, request, room); });
}

template <typename Message>
bool Provider::decode(const wire::Header& header, wire::Bytes fields, Message& out) {
    const wire::DecodeError error = wire::decode(header, fields, out);
    if (error == wire::DecodeError::none) return true;
    count_drop(error);
    return false;
}

template <typename Encode>
void Provider::reply(const Inbound& in, std::size_t size_max, Encode encode) {
    const std::span<std::uint8_t> room = outbox_.reserve(size_max);
    const std::size_t size = room.empty() ? 0 : encode(room);
    const IpAddress source = IpAddress::loopback(in.from.address.family);
    if (size == 0 || !outbox_.commit({in.channel, in.from, source, 0}, size)) {
        counters_.add(Counter::drop_no_memory);
    }
}

bool Provider::answers_to(const Arrival& arrival) const {
    const IpAddress& client = arrival.client.address;
    if (interfaces_.on_link(arrival.if_index, client)) return true;
    // Not whatever comes over loopback: of a notification only its primary says that it did.
    if (interfaces_.is_loopback(arrival.if_index) && interfaces_.is_own(client)) return true;
    const auto allowed = std::span(config_.allowed).first(config_.allowed_count);
    return std::any_of(allowed.begin(), allowed.end(),
                       [&](const Network& network) { return network.contains(client); });
}

bool Provider::comes_from_here(const Inbound& in) const {
    return in.from.address.is_loopback() && interfaces_.is_loopback(in.if_index);
}

Answerer::Speaker Provider::speaker() const {
    const bool primary = role_ == Role::primary;
    const std::uint32_t lease_ms = primary ? config_.lease_ms : lease_ms_;
    return {config_.id,
            primary ? Role::primary : Role::secondary,
            primary ? Channel::discovery : Channel::answer,
            config_.host_name.view(),
            config_.family,
            std::max<std::uint32_t>(lease_ms / 1000, 1)};
}

void Provider::count_drop(wire::DecodeError error) {
    switch (error) {
        case wire::DecodeError::unknown_type:
            return counters_.add(Counter::drop_unknown_type);
        case wire::DecodeError::unknown_critical_field:
            return counters_.add(Counter::drop_unknown_field);
        default:
            return counters_.add(Counter::drop_malformed);
    }
}

}  // namespace mpdisc::core
