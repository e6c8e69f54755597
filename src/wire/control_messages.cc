// SPDX-License-Identifier: MIT
#include "wire/control_messages.h"

#include "wire/message_fields.h"

namespace mpdisc::wire {
namespace {

void parse_reach(ValueReader& value, Reach& reach) {
    const std::uint8_t family = value.u8();
    reach.family = static_cast<Family>(family);
    reach.if_index = value.u32();
    if (reach.family != Family::any && reach.family != Family::ipv4 &&
        reach.family != Family::ipv6) {
        value.fail();
    }
}

void encode_reach(Writer& writer, const Reach& reach) {
    const std::size_t mark = writer.begin_field(FieldType::reach);
    writer.u8(static_cast<std::uint8_t>(reach.family));
    writer.u32(reach.if_index);
    writer.end_field(mark);
}

void encode_services(Writer& writer, const ServiceList& list) {
    ServiceList::Reader services = list.read();
    for (ServiceList::Item item; services.next(item);) writer.bytes(item.encoded);
}

void parse_peers(ValueReader& value, Bytes& peers) {
    peers = value.remaining();
    const bool fits = !peers.empty() && peers.size() <= limits::deputy_peers_max * 2;
    if (!fits || peers.size() % 2 != 0) return value.fail();
    for (std::size_t n = 0; n < peers.size() / 2; ++n) {
        if (peer_at(peers, n) == 0) value.fail();
    }
}

// The fields of each message after PROVIDER_ID, in the order in which they are written.

void visit_fields(MessageFields&, Identity&) {}

void visit_fields(MessageFields& fields, DiscoveryResponse& message) {
    fields.optional_id(FieldType::nonce, message.nonce);
}

void visit_fields(MessageFields& fields, Registration& message) {
    fields.u32(FieldType::process_id, message.process_id);
    bool has_user = message.user_id != Registration::no_user;
    fields.optional_u32(FieldType::user_id, has_user, message.user_id);
    fields.host(message.host);
    if (Writer* const out = fields.output()) {
        encode_reach(*out, message.reach);
        encode_services(*out, message.services);
    }
    if (ValueReader* const value = fields.value_of(FieldType::reach)) {
        parse_reach(*value, message.reach);
    }
    if (ValueReader* const value = fields.value_of(FieldType::service)) check_service(*value);
}

void visit_fields(MessageFields& fields, RegistrationAck& message) {
    fields.code(FieldType::result, message.result, RegistrationResult::registry_full);
    fields.u32(FieldType::process_id, message.process_id);
    fields.u32(FieldType::lease, message.lease_ms);
    fields.u32(FieldType::heartbeat_interval, message.heartbeat_ms);
    fields.optional_id(FieldType::duplicate_of, message.duplicate_of.bytes);
    fields.host(message.host);
    fields.optional_port(FieldType::port, message.control_port);
}

void visit_fields(MessageFields& fields, Heartbeat& message) {
    fields.optional_u32(FieldType::peers_revision, message.is_deputy, message.peers_revision);
    fields.optional_port(FieldType::port, message.line_port);
}

void visit_fields(MessageFields& fields, HeartbeatAck& message) {
    fields.code(FieldType::result, message.result, HeartbeatResult::register_again);
}

void visit_fields(MessageFields& fields, PrimaryChange& message) {
    fields.code(FieldType::change, message.change, Change::present);
}

void visit_fields(MessageFields& fields, Appointment& message) {
    fields.u32(FieldType::peers_revision, message.peers_revision);
    if (Writer* const out = fields.output()) out->field(FieldType::peers, message.peers);
    if (ValueReader* const value = fields.value_of(FieldType::peers)) {
        parse_peers(*value, message.peers);
    }
    fields.flag(FieldType::contested, message.contested);
    fields.optional_port(FieldType::port, message.line_port);
}

using VisitFields = void (*)(MessageFields& fields, Identity& message);

template <typename Message>
void visit_fields_of(MessageFields& fields, Identity& message) {
    visit_fields(fields, static_cast<Message&>(message));
}

DecodeError read_message(const Header& header, Bytes fields, std::uint64_t required,
                         Identity& message, VisitFields visit) {
    message.transaction = header.transaction;
    return read_fields(fields, required | field_set(FieldType::provider_id),
                       field_set(FieldType::service), [&](FieldType type, ValueReader& value) {
                           MessageFields field(type, value);
                           field.id(FieldType::provider_id, message.provider.bytes);
                           visit(field, message);
                           return field.is_known();
                       });
}

/// A missing field leaves its member of `out` unchanged.
template <typename Message>
DecodeError read(const Header& header, Bytes fields, std::uint64_t required, Message& out) {
    return read_message(header, fields, required, out, visit_fields_of<Message>);
}

std::size_t write_message(MessageType type, Identity& message, VisitFields visit,
                          std::span<std::uint8_t> out) {
    MessageWriter writer(out, type, message.transaction);
    MessageFields fields(writer);
    fields.id(FieldType::provider_id, message.provider.bytes);
    visit(fields, message);
    return writer.finish();
}

template <typename Message>
std::size_t write(MessageType type, const Message& message, std::span<std::uint8_t> out) {
    // Writing changes no member.
    return write_message(type, const_cast<Message&>(message), visit_fields_of<Message>, out);
}

// Notifications have faster code of their own: the primary writes one for each request, and many
// secondaries read it.

void parse_client(ValueReader& value, Endpoint& client) {
    client.port = value.u16();
    client.scope_id = value.u32();
    client.address = value.address();
    // An answer to a multicast group would make the provider an amplifier.
    if (client.port == 0 || client.address.is_multicast() || client.address.is_unspecified()) {
        value.fail();
    }
}

void parse_arrival(ValueReader& value, Arrival& out) {
    out.if_index = value.u32();
    out.local = value.address_or_none();
    if (out.local.is_multicast()) value.fail();  // no answer can come from it
}

bool parse_notification_field(FieldType type, ValueReader& value, Notification& out) {
    switch (type) {
        case FieldType::client:
            parse_client(value, out.arrival.client);
            return true;
        case FieldType::arrival:
            parse_arrival(value, out.arrival);
            return true;
        case FieldType::claims_link:
            out.arrival.claims_link = true;
            return true;
        case FieldType::roster:
            parse_roster(value, out.roster);
            return true;
        default:
            return parse_request_field(type, value, out.request);
    }
}

}  // namespace

DecodeError decode(const Header& header, Bytes fields, Identity& out) {
    return read(header, fields, 0, out);
}

DecodeError decode(const Header& header, Bytes fields, DiscoveryResponse& out) {
    out = {};
    return read(header, fields, 0, out);
}

DecodeError decode(const Header& header, Bytes fields, Registration& out) {
    out = {};
    const DecodeError error = read(header, fields, field_set(FieldType::process_id), out);
    out.services = ServiceList(fields);
    return error;
}

DecodeError decode(const Header& header, Bytes fields, RegistrationAck& out) {
    out = {};
    const DecodeError error = read(header, fields,
                                   field_set(FieldType::result, FieldType::process_id,
                                             FieldType::lease, FieldType::heartbeat_interval),
                                   out);
    if (error != DecodeError::none) return error;
    const bool times_hold = limits::lease_times_hold(out.heartbeat_ms, out.lease_ms);
    return times_hold ? DecodeError::none : DecodeError::bad_value;
}

DecodeError decode(const Header& header, Bytes fields, Heartbeat& out) {
    out = {};
    return read(header, fields, 0, out);
}

DecodeError decode(const Header& header, Bytes fields, HeartbeatAck& out) {
    out = {};
    return read(header, fields, field_set(FieldType::result), out);
}

DecodeError decode(const Header& header, Bytes fields, Notification& out) {
    out = {};
    out.request.transaction = header.transaction;
    const DecodeError error = read_fields(
        fields,
        field_set(FieldType::client, FieldType::arrival, FieldType::roster, FieldType::attempt), 0,
        [&](FieldType type, ValueReader& value) {
            return parse_notification_field(type, value, out);
        });
    if (error != DecodeError::none) return error;
    // The answer goes from the local address to the client.
    const Family of_local = out.arrival.local.family;
    const bool families_agree =
        of_local == Family::any || of_local == out.arrival.client.address.family;
    return families_agree ? DecodeError::none : DecodeError::bad_value;
}

DecodeError decode(const Header& header, Bytes fields, PrimaryChange& out) {
    return read(header, fields, field_set(FieldType::change), out);
}

DecodeError decode(const Header& header, Bytes fields, Appointment& out) {
    out = {};
    return read(header, fields, field_set(FieldType::peers_revision, FieldType::peers), out);
}

std::size_t encode(MessageType type, const Identity& identity, std::span<std::uint8_t> out) {
    return write(type, identity, out);
}

std::size_t encode(const DiscoveryResponse& response, std::span<std::uint8_t> out) {
    return write(MessageType::provider_discovery_response, response, out);
}

std::size_t encode(const Registration& registration, std::span<std::uint8_t> out) {
    return write(MessageType::provider_registration, registration, out);
}

std::size_t encode(const RegistrationAck& ack, std::span<std::uint8_t> out) {
    return write(MessageType::provider_registration_ack, ack, out);
}

std::size_t encode(const Heartbeat& heartbeat, std::span<std::uint8_t> out) {
    return write(MessageType::provider_heartbeat, heartbeat, out);
}

std::size_t encode(const HeartbeatAck& ack, std::span<std::uint8_t> out) {
    return write(MessageType::provider_heartbeat_ack, ack, out);
}

std::size_t encode(const Arrival& arrival, const Roster& roster, const Request& request,
                   std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_notification, request.transaction);
    const std::size_t client_mark = writer.begin_field(FieldType::client);
    writer.u16(arrival.client.port);
    writer.u32(arrival.client.scope_id);
    writer.bytes(arrival.client.address.raw());
    writer.end_field(client_mark);
    const std::size_t arrival_mark = writer.begin_field(FieldType::arrival);
    writer.u32(arrival.if_index);
    writer.bytes(arrival.local.raw());
    writer.end_field(arrival_mark);
    if (arrival.claims_link) writer.end_field(writer.begin_field(FieldType::claims_link));
    encode_roster(writer, roster);
    encode_request_fields(writer, request);
    return writer.finish();
}

std::size_t encode(const PrimaryChange& change, std::span<std::uint8_t> out) {
    return write(MessageType::primary_change, change, out);
}

std::size_t encode(const Appointment& appointment, std::span<std::uint8_t> out) {
    return write(MessageType::deputy_appointment, appointment, out);
}

}  // namespace mpdisc::wire
