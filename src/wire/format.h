// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

/// The numbers of the wire format; mpdisc-wire.7 is the normative text.
namespace mpdisc::wire {

inline constexpr std::uint32_t magic = 0x4D50'4431;  // "MPD1"

/// mpdisc-wire.7, HEADER: magic, type, flags, length of the fields, transaction id.
inline constexpr std::size_t header_size = 4 + 1 + 1 + 2 + 8;
inline constexpr std::size_t header_type_offset = 4;
inline constexpr std::size_t header_length_offset = 6;
inline constexpr std::size_t header_transaction_offset = 8;
inline constexpr std::size_t field_header_size = 2 + 2;

enum class MessageType : std::uint8_t {
    client_discovery_request = 1,
    service_advertisement = 2,
    provider_discovery_request = 3,
    provider_discovery_response = 4,
    provider_registration = 5,
    provider_notification = 6,
    provider_heartbeat = 7,
    provider_registration_ack = 8,
    provider_heartbeat_ack = 9,
    provider_unregistration = 10,
    primary_change = 11,
    status_request = 12,
    status_response = 13,
    deputy_appointment = 14,
    key_mismatch = 15,
    host_announcement = 16,
    host_query = 17,
    host_list = 18,
};
inline constexpr auto message_type_last = static_cast<std::uint8_t>(MessageType::host_list);

/// A receiver that does not know a field whose type has this bit drops the message.
inline constexpr std::uint16_t critical_bit = 0x8000;

/// mpdisc-wire.7, FIELDS. The low six bits are unique, so that a set of fields fits 64 bits.
enum class FieldType : std::uint16_t {
    provider_id = 1,
    role = 2,
    host_name = 3,
    address = 4,
    lifetime = 5,
    attempt = 6,
    roster = 7,
    service = 8,
    instance_name = 9,
    service_type = 10,
    port = 11,
    attributes = 12,
    window = 13,
    known_answers = 14,
    shard = 15,
    process_id = 16,
    lease = 17,
    heartbeat_interval = 18,
    result = 19,
    change = 20,
    client = 21,
    arrival = 22,
    reach = 23,
    user_id = 24,
    peers_revision = 25,
    peers = 26,
    contested = 27,
    address_token = 28,
    padding = 29,
    claims_link = 30,
    duplicate_of = 31,
    page = 32,
    provider_status = 33,
    counter = 34,
    auth = 35,
    nonce = 36,
    host = 37,
    summary = 38,
    types = 39,
    neighbour = 43,
    age = 44,
    source = 45,
    neighbourhood = 46,
    sketch = 48,
    former_primary = 50,
    last_drop = 51,
    // A provider that ignored one of these would send unwanted answers.
    filter_type = critical_bit | 40,
    filter_name = critical_bit | 41,
    filter_attributes = critical_bit | 42,
    // A provider that ignored one of these would send all services.
    sketch_size = critical_bit | 47,
    wanted = critical_bit | 49,
};

/// Why a datagram is not a valid message. The receiver drops the whole datagram.
enum class DecodeError : std::uint8_t {
    none,
    too_short,
    bad_magic,
    bad_length,
    unknown_type,
    truncated_field,
    unknown_critical_field,
    repeated_field,
    missing_field,
    bad_value,
};

}  // namespace mpdisc::wire
