// SPDX-License-Identifier: MIT
#include "wire/control_messages.h"

namespace mpdisc::wire {
namespace {

/// Reads a number of 1 to `last` into an enum that names them.
template <typename Enum>
void take_code(ValueReader& value, Enum& out, Enum last) {
    const std::uint8_t code = value.u8();
    if (code == 0 || code > static_cast<std::uint8_t>(last)) value.fail();
    out = static_cast<Enum>(code);
}

void take_reach(ValueReader& value, Reach& reach) {
    const std::uint8_t family = value.u8();
    reach.family = static_cast<Family>(family);
    reach.if_index = value.u32();
    if (reach.family != Family::any && reach.family != Family::ipv4 &&
        reach.family != Family::ipv6) {
        value.fail();
    }
}

void take_client(ValueReader& value, Endpoint& client) {
    client.port = value.u16();
    client.scope_id = value.u32();
    client.address = value.address();
    // Whoever could make a provider answer to a group would have an amplifier.
    if (client.port == 0 || client.address.is_multicast() || client.address.is_unspecified()) {
        value.fail();
    }
}

void take_arrival(ValueReader& value, Notification& out) {
    out.if_index = value.u32();
    out.local = value.address_or_none();
    if (out.local.is_multicast()) value.fail();  // nobody can answer from it
}

void take_peers(ValueReader& value, Bytes& peers) {
    peers = value.remaining();
    const bool fits = !peers.empty() && peers.size() <= limits::deputy_peers_max * 2;
    if (!fits || peers.size() % 2 != 0) return value.fail();
    for (std::size_t n = 0; n < peers.size() / 2; ++n) {
        if (peer_at(peers, n) == 0) value.fail();
    }
}

bool take_notification_field(FieldType type, ValueReader& value, Notification& out) {
    switch (type) {
        case FieldType::client:
            take_client(value, out.client);
            return true;
        case FieldType::arrival:
            take_arrival(value, out);
            return true;
        case FieldType::roster:
            take_roster(value, out.roster);
            return true;
        default:
            return take_request_field(type, value, out.request);
    }
}

bool take_registration_ack_field(FieldType type, ValueReader& value, RegistrationAck& out) {
    switch (type) {
        case FieldType::provider_id:
            out.provider = value.provider_id();
            return true;
        case FieldType::result:
            take_code(value, out.result, RegistrationResult::registry_full);
            return true;
        case FieldType::process_id:
            out.process_id = value.u32();
            return true;
        case FieldType::lease:
            out.lease_ms = value.u32();
            return true;
        case FieldType::heartbeat_interval:
            out.heartbeat_ms = value.u32();
            return true;
        default:
            return false;
    }
}

}  // namespace

DecodeError decode(const Header& header, Bytes fields, Identity& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(fields, field_set(FieldType::provider_id), 0,
                       [&](FieldType type, ValueReader& value) {
                           if (type != FieldType::provider_id) return false;
                           out.provider = value.provider_id();
                           return true;
                       });
}

DecodeError decode(const Header& header, Bytes fields, Registration& out) {
    out = {};
    out.transaction = header.transaction;
    out.services = ServiceList(fields);
    return read_fields(fields, field_set(FieldType::provider_id, FieldType::process_id),
                       field_set(FieldType::service), [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::provider_id:
                                   out.provider = value.provider_id();
                                   return true;
                               case FieldType::process_id:
                                   out.process_id = value.u32();
                                   return true;
                               case FieldType::user_id:
                                   out.user_id = value.u32();
                                   return true;
                               case FieldType::reach:
                                   take_reach(value, out.reach);
                                   return true;
                               case FieldType::service:
                                   check_service(value);
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

DecodeError decode(const Header& header, Bytes fields, RegistrationAck& out) {
    out = {};
    out.transaction = header.transaction;
    const DecodeError error =
        read_fields(fields,
                    field_set(FieldType::provider_id, FieldType::result, FieldType::process_id,
                              FieldType::lease, FieldType::heartbeat_interval),
                    0, [&](FieldType type, ValueReader& value) {
                        return take_registration_ack_field(type, value, out);
                    });
    if (error != DecodeError::none) return error;
    const bool times_hold = limits::lease_times_hold(out.heartbeat_ms, out.lease_ms);
    return times_hold ? DecodeError::none : DecodeError::bad_value;
}

DecodeError decode(const Header& header, Bytes fields, Heartbeat& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(fields, field_set(FieldType::provider_id), 0,
                       [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::provider_id:
                                   out.provider = value.provider_id();
                                   return true;
                               case FieldType::peers_revision:
                                   out.is_deputy = true;
                                   out.peers_revision = value.u32();
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

DecodeError decode(const Header& header, Bytes fields, HeartbeatAck& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(fields, field_set(FieldType::provider_id, FieldType::result), 0,
                       [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::provider_id:
                                   out.provider = value.provider_id();
                                   return true;
                               case FieldType::result:
                                   take_code(value, out.result, HeartbeatResult::register_again);
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

DecodeError decode(const Header& header, Bytes fields, Notification& out) {
    out = {};
    out.request.transaction = header.transaction;
    const DecodeError error = read_fields(
        fields,
        field_set(FieldType::client, FieldType::arrival, FieldType::roster, FieldType::attempt), 0,
        [&](FieldType type, ValueReader& value) {
            return take_notification_field(type, value, out);
        });
    if (error != DecodeError::none) return error;
    // An answer is sent from the one to the other.
    const bool families_agree =
        out.local.family == Family::any || out.local.family == out.client.address.family;
    return families_agree ? DecodeError::none : DecodeError::bad_value;
}

DecodeError decode(const Header& header, Bytes fields, PrimaryChange& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(fields, field_set(FieldType::provider_id, FieldType::change), 0,
                       [&](FieldType type, ValueReader& value) {
                           switch (type) {
                               case FieldType::provider_id:
                                   out.provider = value.provider_id();
                                   return true;
                               case FieldType::change:
                                   take_code(value, out.change, Change::present);
                                   return true;
                               default:
                                   return false;
                           }
                       });
}

DecodeError decode(const Header& header, Bytes fields, Appointment& out) {
    out = {};
    out.transaction = header.transaction;
    return read_fields(
        fields, field_set(FieldType::provider_id, FieldType::peers_revision, FieldType::peers), 0,
        [&](FieldType type, ValueReader& value) {
            switch (type) {
                case FieldType::provider_id:
                    out.provider = value.provider_id();
                    return true;
                case FieldType::peers_revision:
                    out.peers_revision = value.u32();
                    return true;
                case FieldType::peers:
                    take_peers(value, out.peers);
                    return true;
                case FieldType::contested:
                    out.contested = true;
                    return true;
                default:
                    return false;
            }
        });
}

std::size_t encode(MessageType type, const Identity& identity, std::span<std::uint8_t> out) {
    MessageWriter writer(out, type, identity.transaction);
    writer.field(FieldType::provider_id, identity.provider.bytes);
    return writer.finish();
}

std::size_t encode(const Registration& registration, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_registration, registration.transaction);
    writer.field(FieldType::provider_id, registration.provider.bytes);
    writer.field_u32(FieldType::process_id, registration.process_id);
    if (registration.user_id != Registration::no_user) {
        writer.field_u32(FieldType::user_id, registration.user_id);
    }
    const std::size_t mark = writer.begin_field(FieldType::reach);
    writer.u8(static_cast<std::uint8_t>(registration.reach.family));
    writer.u32(registration.reach.if_index);
    writer.end_field(mark);
    ServiceList::Reader services = registration.services.read();
    for (ServiceList::Item item; services.next(item);) writer.bytes(item.encoded);
    return writer.finish();
}

std::size_t encode(const RegistrationAck& ack, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_registration_ack, ack.transaction);
    writer.field(FieldType::provider_id, ack.provider.bytes);
    writer.field_u8(FieldType::result, static_cast<std::uint8_t>(ack.result));
    writer.field_u32(FieldType::process_id, ack.process_id);
    writer.field_u32(FieldType::lease, ack.lease_ms);
    writer.field_u32(FieldType::heartbeat_interval, ack.heartbeat_ms);
    return writer.finish();
}

std::size_t encode(const Heartbeat& heartbeat, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_heartbeat, heartbeat.transaction);
    writer.field(FieldType::provider_id, heartbeat.provider.bytes);
    if (heartbeat.is_deputy) {
        writer.field_u32(FieldType::peers_revision, heartbeat.peers_revision);
    }
    return writer.finish();
}

std::size_t encode(const HeartbeatAck& ack, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_heartbeat_ack, ack.transaction);
    writer.field(FieldType::provider_id, ack.provider.bytes);
    writer.field_u8(FieldType::result, static_cast<std::uint8_t>(ack.result));
    return writer.finish();
}

std::size_t encode(const Notification& notification, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::provider_notification, notification.request.transaction);
    const std::size_t client_mark = writer.begin_field(FieldType::client);
    writer.u16(notification.client.port);
    writer.u32(notification.client.scope_id);
    writer.bytes(notification.client.address.raw());
    writer.end_field(client_mark);
    const std::size_t arrival_mark = writer.begin_field(FieldType::arrival);
    writer.u32(notification.if_index);
    writer.bytes(notification.local.raw());
    writer.end_field(arrival_mark);
    encode_roster(writer, notification.roster);
    encode_request_fields(writer, notification.request);
    return writer.finish();
}

std::size_t encode(const PrimaryChange& change, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::primary_change, change.transaction);
    writer.field(FieldType::provider_id, change.provider.bytes);
    writer.field_u8(FieldType::change, static_cast<std::uint8_t>(change.change));
    return writer.finish();
}

std::size_t encode(const Appointment& appointment, std::span<std::uint8_t> out) {
    MessageWriter writer(out, MessageType::deputy_appointment, appointment.transaction);
    writer.field(FieldType::provider_id, appointment.provider.bytes);
    writer.field_u32(FieldType::peers_revision, appointment.peers_revision);
    writer.field(FieldType::peers, appointment.peers);
    if (appointment.contested) writer.field(FieldType::contested, Bytes{});
    return writer.finish();
}

}  // namespace mpdisc::wire
