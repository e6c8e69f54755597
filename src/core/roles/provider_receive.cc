// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

#include <optional>

namespace mpdisc::core {
namespace {

/// Whoever registers more than a provider may offer would fit no page of a status report.
constexpr std::size_t registration_size_max =
    limits::provider_services_bytes_max + limits::registration_overhead_max;
constexpr TimeUs key_warning_interval_us = 60'000'000;

}  // namespace

void Provider::receive(TimeUs now_us, const Inbound& in) {
    wire::Header header;
    wire::Bytes fields;
    const wire::DecodeError error = wire::decode_header(in.bytes, header, fields);
    if (error != wire::DecodeError::none) return messenger_.count_drop(error);
    // Nobody can be answered there.
    if (in.from.port == 0) return messenger_.counters.add(Counter::drop_malformed);
    if (life_ != Life::running) return messenger_.counters.add(Counter::drop_unexpected);
    if (!comes_from_where_it_may(now_us, in, header.type)) return;
    if (header.type == wire::MessageType::key_mismatch) return receive_mismatch(now_us, in, header);
    wire::Seal seal;
    const std::uint16_t own_port = in.channel == Channel::line ? line_.port() : messenger_.own_port;
    if (!messenger_.sealer.open(in.bytes, in.from.port, own_port, fields, seal)) {
        return refuse_unauthenticated(now_us, in, header);
    }
    // Who asks has the key that the answer bears, be it an old one or a new one.
    messenger_.sealer.use(seal);
    dispatch(now_us, in, header, fields);
    messenger_.sealer.use({});
}

bool Provider::may_answer(std::span<const std::uint8_t> bytes) {
    wire::Header header;
    wire::Bytes fields;
    return wire::decode_header(bytes, header, fields) == wire::DecodeError::none &&
           (header.type == wire::MessageType::client_discovery_request ||
            header.type == wire::MessageType::provider_notification);
}

bool Provider::claims_link(TimeUs now_us, const Inbound& in) const {
    const IpAddress& client = in.from.address;
    if (state_.interfaces.is_neighbour(in.if_index, client) || is_allowed(client)) return false;
    return in.is_link_broadcast || claims_.has(now_us, in.if_index, client);
}

bool Provider::comes_from_where_it_may(TimeUs now_us, const Inbound& in, wire::MessageType type) {
    // Before anything is done that takes time.
    std::optional<Counter> reason;
    if (type == wire::MessageType::service_advertisement ||
        type == wire::MessageType::status_response) {
        reason = Counter::drop_unexpected;
    } else if (type != wire::MessageType::client_discovery_request) {
        if (!state_.comes_from_here(in)) reason = Counter::drop_not_local;
    } else if (in.bytes.size() > limits::network_datagram_max) {
        reason = Counter::drop_malformed;
    } else if (!answers_to({in.from, in.if_index, {}, claims_link(now_us, in)})) {
        reason = Counter::drop_off_link;
    }
    if (reason) messenger_.counters.add(*reason);
    return !reason;
}

void Provider::refuse_unauthenticated(TimeUs now_us, const Inbound& in,
                                      const wire::Header& header) {
    messenger_.counters.add(Counter::drop_unauthenticated);
    if (!state_.comes_from_here(in)) return;
    // Clients may lack the key. If programs of this host do not meet, somebody is to know why. They
    // begin with one of these messages. Others may be bound to a primary of the past.
    const bool is_provider = header.type == wire::MessageType::provider_discovery_request;
    if (!is_provider && header.type != wire::MessageType::status_request) return;
    answer_mismatch(now_us, in, header);
    if (!is_provider || now_us < next_key_warning_us_) return;
    next_key_warning_us_ = now_us + key_warning_interval_us;
    state_.emit(ProviderEventType::key_mismatch, {});
}

void Provider::dispatch(TimeUs now_us, const Inbound& in, const wire::Header& header,
                        wire::Bytes fields) {
    switch (header.type) {
        case wire::MessageType::client_discovery_request:
        case wire::MessageType::provider_discovery_request:
        case wire::MessageType::provider_registration:
        case wire::MessageType::provider_heartbeat:
        case wire::MessageType::provider_unregistration:
        case wire::MessageType::status_request:
            return receive_at_port(now_us, in, header, fields);
        case wire::MessageType::provider_discovery_response:
        case wire::MessageType::provider_notification:
        case wire::MessageType::provider_registration_ack:
        case wire::MessageType::provider_heartbeat_ack:
        case wire::MessageType::primary_change:
        case wire::MessageType::deputy_appointment:
            return receive_at_control(now_us, in, header, fields);
        case wire::MessageType::service_advertisement:  // is for clients
        case wire::MessageType::status_response:        // is for clients
        case wire::MessageType::key_mismatch:           // was taken before keys were asked for
            break;
    }
}

void Provider::receive_at_port(TimeUs now_us, const Inbound& in, const wire::Header& header,
                               wire::Bytes fields) {
    const bool is_request = header.type == wire::MessageType::client_discovery_request;
    const bool is_by_line =
        header.type == wire::MessageType::provider_heartbeat && line_.has_brought(in);
    if (state_.role != Role::primary || (in.channel != Channel::discovery && !is_by_line)) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    if (!is_by_line && !may_answer(now_us, in, header.type)) {
        return messenger_.counters.add(Counter::drop_rate_limited);
    }
    if (header.type == wire::MessageType::provider_discovery_request) {
        wire::Identity message;
        if (!messenger_.decode(header, fields, message)) return;
        return messenger_.send_short(
            Channel::discovery, in.from,
            wire::DiscoveryResponse{{message.transaction, state_.config.id},
                                    messenger_.sealer.nonce()});
    }
    // Whoever has the port now answers; what this provider knows may be of yesterday.
    // A deputy that asks by the line has not taken the port over.
    if (doubt_.is_open(now_us) && !is_by_line) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    if (is_request) return receive_request(now_us, in, header, fields);

    if (header.type == wire::MessageType::provider_registration) {
        wire::Registration message;
        if (in.bytes.size() > registration_size_max) {
            messenger_.counters.add(Counter::drop_malformed);
        } else if (messenger_.decode(header, fields, message)) {
            primary_.take(now_us, in.from, message);
        }
    } else if (header.type == wire::MessageType::provider_heartbeat) {
        wire::Heartbeat message;
        if (!messenger_.decode(header, fields, message)) return;
        primary_.take(now_us, in.channel, in.from, message);
    } else if (header.type == wire::MessageType::status_request) {
        wire::StatusRequest message;
        if (!messenger_.decode(header, fields, message)) return;
        if (!is_first(message)) return messenger_.counters.add(Counter::drop_replayed);
        primary_.take(now_us, in.from, message);
    } else {
        wire::Identity message;
        if (!messenger_.decode(header, fields, message)) return;
        primary_.take_unregistration(now_us, in.from, message);
    }
}

bool Provider::may_answer(TimeUs now_us, const Inbound& in, wire::MessageType type) {
    const bool is_registration = type == wire::MessageType::provider_registration;
    const bool is_status = type == wire::MessageType::status_request;
    const bool has_answer = is_registration || is_status ||
                            type == wire::MessageType::provider_discovery_request ||
                            type == wire::MessageType::provider_heartbeat;
    if (!has_answer) return true;
    // Thousands may come at once to register with a new primary. With keys they first ask for its
    // proof, and nobody without the key gets here. A status takes the most time, so those who have
    // registered get no more of them than others.
    const bool is_registrant =
        in.from.port == messenger_.own_port || primary_.registry().find(in.from) != Registry::none;
    const bool is_known =
        is_registration || messenger_.sealer.has_keys() || (is_registrant && !is_status);
    return control_budget_.take(now_us, in.from.port, is_known,
                                is_status ? limits::control_status_cost : 1);
}

bool Provider::is_first(const wire::StatusRequest& request) {
    return !messenger_.sealer.has_keys() ||
           replays_.take(RecentRequests::number_of(request.transaction));
}

void Provider::receive_at_control(TimeUs now_us, const Inbound& in, const wire::Header& header,
                                  wire::Bytes fields) {
    const bool is_primary = state_.role == Role::primary;
    // Who leaves has given the port up already, so a hint may come from any port. Who has taken it
    // over also calls by broadcast whoever holds it.
    const bool is_hint = header.type == wire::MessageType::primary_change;
    const bool is_by_line =
        header.type == wire::MessageType::provider_heartbeat_ack && line_.has_brought(in);
    if (in.channel != Channel::control && !(is_hint && is_primary) && !is_by_line) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    if (is_hint) {
        wire::PrimaryChange change;
        if (!messenger_.decode(header, fields, change)) return;
        return is_primary ? doubt(now_us, in.from.port, change) : secondary_.take(now_us, change);
    }
    if (in.from != state_.discovery_endpoint() && !is_by_line) {
        return messenger_.counters.add(Counter::drop_not_registrant);
    }
    if (is_primary && header.type == wire::MessageType::provider_discovery_response) {
        wire::DiscoveryResponse response;
        if (messenger_.decode(header, fields, response)) settle_doubt(now_us, response);
    } else if (is_primary) {
        messenger_.counters.add(Counter::drop_unexpected);
    } else if (header.type == wire::MessageType::provider_notification) {
        receive_notification(now_us, header, fields);
    } else {
        secondary_.receive(now_us, header, fields);
    }
}

}  // namespace mpdisc::core
