// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "tests/vectors/notification.h"
#include "tests/vectors/vector_file.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"
#include "wire/neighbour_messages.h"
#include "wire/status_messages.h"

/// Any message, for tests that treat all messages alike.
namespace mpdisc::testing {

using Message =
    std::variant<wire::Request, wire::Advertisement, wire::Identity, wire::DiscoveryResponse,
                 wire::Registration, wire::RegistrationAck, wire::Heartbeat, wire::HeartbeatAck,
                 wire::Notification, wire::PrimaryChange, wire::Appointment, wire::StatusRequest,
                 wire::StatusResponse, wire::HostAnnouncement, wire::HostQuery, wire::HostList>;

/// A message with its header; its views point into the datagram it was decoded from.
struct Decoded {
    wire::DecodeError error = wire::DecodeError::none;
    wire::Header header;
    Message message;

    [[nodiscard]] bool ok() const { return error == wire::DecodeError::none; }
};

inline Message empty_message(wire::MessageType type) {
    using Type = wire::MessageType;
    switch (type) {
        case Type::client_discovery_request:
            return wire::Request{};
        case Type::service_advertisement:
            return wire::Advertisement{};
        case Type::provider_discovery_response:
            return wire::DiscoveryResponse{};
        case Type::provider_registration:
            return wire::Registration{};
        case Type::provider_notification:
            return wire::Notification{};
        case Type::provider_registration_ack:
            return wire::RegistrationAck{};
        case Type::provider_heartbeat:
            return wire::Heartbeat{};
        case Type::provider_heartbeat_ack:
            return wire::HeartbeatAck{};
        case Type::primary_change:
            return wire::PrimaryChange{};
        case Type::deputy_appointment:
            return wire::Appointment{};
        case Type::status_request:
            return wire::StatusRequest{};
        case Type::status_response:
            return wire::StatusResponse{};
        case Type::host_announcement:
            return wire::HostAnnouncement{};
        case Type::host_query:
            return wire::HostQuery{};
        case Type::host_list:
            return wire::HostList{};
        case Type::provider_discovery_request:
        case Type::provider_unregistration:
        case Type::key_mismatch:
            break;
    }
    return wire::Identity{};
}

inline Decoded decode_any(wire::Bytes datagram) {
    Decoded out;
    wire::Bytes fields;
    out.error = wire::decode_header(datagram, out.header, fields);
    if (!out.ok()) return out;
    out.message = empty_message(out.header.type);
    out.error = std::visit([&](auto& message) { return wire::decode(out.header, fields, message); },
                           out.message);
    return out;
}

inline void add_drops(wire::StatusResponseWriter& writer, const LastDrops& drops) {
    for (std::size_t i = 0; i < drops.size(); ++i) {
        if (drops[i]) writer.add(static_cast<Counter>(i), *drops[i]);
    }
}

/// Encodes a status response again from what StatusReader reads; it has no structure to encode.
inline std::size_t encode_status(const wire::StatusResponse& response,
                                 std::span<std::uint8_t> out) {
    wire::StatusResponseWriter writer(out, response.transaction, response.primary,
                                      response.counters, response.neighbourhood);
    add_drops(writer, response.last_drops);
    wire::StatusReader reader(response);
    bool fits = true;
    for (ProviderStatus provider; reader.next_provider(provider);) {
        Datagram room(UINT16_MAX);
        wire::Writer services(room);
        for (ServiceView service; reader.next_service(service);) {
            wire::encode_service(services, service);
        }
        fits = fits && writer.add(provider, wire::Bytes(room).first(services.finish()));
    }
    return fits ? writer.finish(response.next_page) : 0;
}

inline std::vector<wire::Neighbour> neighbours_of(const wire::HostList& list) {
    std::vector<wire::Neighbour> neighbours;
    wire::NeighbourReader reader(list);
    for (wire::Neighbour each; reader.next(each);) neighbours.push_back(each);
    return neighbours;
}

/// The same for a list of hosts.
inline std::size_t encode_list(const wire::HostList& list, std::span<std::uint8_t> out) {
    wire::HostListWriter writer(out, list.transaction, list.host, list.summary);
    wire::NeighbourReader reader(list);
    bool fits = true;
    for (wire::Neighbour each; reader.next(each);) fits = fits && writer.add(each);
    return fits ? writer.finish(list.next_page) : 0;
}

inline std::size_t encode_into(const Decoded& decoded, std::span<std::uint8_t> out) {
    return std::visit(
        [&](const auto& message) {
            using Kind = std::decay_t<decltype(message)>;
            if constexpr (std::is_same_v<Kind, wire::Identity>) {
                return wire::encode(decoded.header.type, message, out);
            } else if constexpr (std::is_same_v<Kind, wire::StatusResponse>) {
                return encode_status(message, out);
            } else if constexpr (std::is_same_v<Kind, wire::HostList>) {
                return encode_list(message, out);
            } else {
                return wire::encode(message, out);
            }
        },
        decoded.message);
}

/// Empty if the message could not be encoded.
inline Datagram encode_any(const Decoded& decoded) {
    Datagram out(limits::loopback_datagram_max);
    out.resize(encode_into(decoded, out));
    return out;
}

// --- Equality, field by field ----------------------------------------------

inline std::string as_string(wire::Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

inline void expect_same(const ServiceView& a, const ServiceView& b) {
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.type, b.type);
    EXPECT_EQ(a.port, b.port);
    EXPECT_EQ(as_string(a.attributes.packed()), as_string(b.attributes.packed()));
}

inline std::vector<ServiceView> services_of(const wire::ServiceList& list) {
    std::vector<ServiceView> services;
    auto reader = list.read();
    for (wire::ServiceList::Item item; reader.next(item);) services.push_back(item.service);
    return services;
}

inline void expect_same(const std::vector<ServiceView>& a, const std::vector<ServiceView>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) expect_same(a[i], b[i]);
}

inline void expect_same(const wire::KnownAnswers& a, const wire::KnownAnswers& b) {
    EXPECT_EQ(a.hashes, b.hashes);
    EXPECT_EQ(a.shard, b.shard);
    EXPECT_EQ(a.shards, b.shards);
    EXPECT_EQ(a.wants_roster, b.wants_roster);
    EXPECT_EQ(as_string(a.bits), as_string(b.bits));
}

inline void expect_same(const wire::Request& a, const wire::Request& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.attempt, b.attempt);
    EXPECT_EQ(a.window_ms, b.window_ms);
    EXPECT_EQ(a.filter.type, b.filter.type);
    EXPECT_EQ(a.filter.name, b.filter.name);
    EXPECT_EQ(as_string(a.filter.attributes.packed()), as_string(b.filter.attributes.packed()));
    expect_same(a.known, b.known);
    EXPECT_EQ(a.sketch, b.sketch);
    EXPECT_EQ(as_string(a.wanted.keys), as_string(b.wanted.keys));
}

inline void expect_same(const wire::Roster& a, const wire::Roster& b) {
    EXPECT_EQ(a.primary, b.primary);
    EXPECT_EQ(a.matching, b.matching);
    EXPECT_EQ(a.revision, b.revision);
    EXPECT_EQ(a.settled, b.settled);
    EXPECT_EQ(a.contested, b.contested);
}

inline void expect_same(const wire::Advertisement& a, const wire::Advertisement& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.attempt, b.attempt);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.role, b.role);
    EXPECT_EQ(a.host_name, b.host_name);
    EXPECT_EQ(a.addresses, b.addresses);
    EXPECT_EQ(a.address_count, b.address_count);
    EXPECT_EQ(a.lifetime_s, b.lifetime_s);
    expect_same(a.roster, b.roster);
    EXPECT_EQ(a.shard, b.shard);
    expect_same(services_of(a.services), services_of(b.services));
    EXPECT_EQ(as_string(a.sketch), as_string(b.sketch));
    EXPECT_EQ(a.former_primary, b.former_primary);
}

inline void expect_same(const wire::Identity& a, const wire::Identity& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
}

inline void expect_same(const wire::Registration& a, const wire::Registration& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.process_id, b.process_id);
    EXPECT_EQ(a.user_id, b.user_id);
    EXPECT_EQ(a.reach.family, b.reach.family);
    EXPECT_EQ(a.reach.if_index, b.reach.if_index);
    expect_same(services_of(a.services), services_of(b.services));
    EXPECT_EQ(a.host, b.host);
}

inline void expect_same(const wire::DiscoveryResponse& a, const wire::DiscoveryResponse& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.nonce, b.nonce);
}

inline void expect_same(const wire::RegistrationAck& a, const wire::RegistrationAck& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.result, b.result);
    EXPECT_EQ(a.process_id, b.process_id);
    EXPECT_EQ(a.lease_ms, b.lease_ms);
    EXPECT_EQ(a.heartbeat_ms, b.heartbeat_ms);
    EXPECT_EQ(a.duplicate_of, b.duplicate_of);
    EXPECT_EQ(a.host, b.host);
    EXPECT_EQ(a.control_port, b.control_port);
}

inline void expect_same(const wire::Heartbeat& a, const wire::Heartbeat& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.is_deputy, b.is_deputy);
    EXPECT_EQ(a.peers_revision, b.peers_revision);
    EXPECT_EQ(a.line_port, b.line_port);
}

inline void expect_same(const wire::HeartbeatAck& a, const wire::HeartbeatAck& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.result, b.result);
}

inline void expect_same(const wire::Notification& a, const wire::Notification& b) {
    EXPECT_EQ(a.arrival.client, b.arrival.client);
    EXPECT_EQ(a.arrival.if_index, b.arrival.if_index);
    EXPECT_EQ(a.arrival.claims_link, b.arrival.claims_link);
    EXPECT_EQ(a.arrival.local, b.arrival.local);
    expect_same(a.roster, b.roster);
    expect_same(a.request, b.request);
}

inline void expect_same(const wire::PrimaryChange& a, const wire::PrimaryChange& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.change, b.change);
}

inline void expect_same(const wire::Appointment& a, const wire::Appointment& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.provider, b.provider);
    EXPECT_EQ(a.peers_revision, b.peers_revision);
    EXPECT_EQ(as_string(a.peers), as_string(b.peers));
    EXPECT_EQ(a.contested, b.contested);
    EXPECT_EQ(a.line_port, b.line_port);
}

inline void expect_same(const wire::StatusRequest& a, const wire::StatusRequest& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.page, b.page);
}

inline void expect_same(const ProviderStatus& a, const ProviderStatus& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.role, b.role);
    EXPECT_EQ(a.process_id, b.process_id);
    EXPECT_EQ(a.age_ms, b.age_ms);
    EXPECT_EQ(a.last_heartbeat_ms, b.last_heartbeat_ms);
    EXPECT_EQ(a.service_count, b.service_count);
    EXPECT_EQ(a.is_deputy, b.is_deputy);
}

/// A provider of a status response, and its services.
struct Listed {
    ProviderStatus status;
    std::vector<ServiceView> services;
};

inline std::vector<Listed> providers_of(const wire::StatusResponse& response) {
    std::vector<Listed> providers;
    wire::StatusReader reader(response);
    for (ProviderStatus status; reader.next_provider(status);) {
        providers.push_back({status, {}});
        for (ServiceView service; reader.next_service(service);) {
            providers.back().services.push_back(service);
        }
    }
    return providers;
}

inline void expect_same(const std::vector<Listed>& a, const std::vector<Listed>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        expect_same(a[i].status, b[i].status);
        expect_same(a[i].services, b[i].services);
    }
}

inline void expect_same(const wire::StatusResponse& a, const wire::StatusResponse& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.primary, b.primary);
    EXPECT_EQ(a.next_page, b.next_page);
    EXPECT_EQ(a.neighbourhood, b.neighbourhood);
    for (std::size_t i = 0; i < counter_count; ++i) {
        EXPECT_EQ(a.counters[static_cast<Counter>(i)], b.counters[static_cast<Counter>(i)]) << i;
    }
    expect_same(providers_of(a), providers_of(b));
}

inline void expect_same(const wire::HostDescription& a, const wire::HostDescription& b) {
    EXPECT_EQ(a.host, b.host);
    EXPECT_EQ(a.primary, b.primary);
    EXPECT_EQ(a.summary, b.summary);
    EXPECT_EQ(a.types, b.types);
}

inline void expect_same(const wire::HostAnnouncement& a, const wire::HostAnnouncement& b) {
    expect_same(static_cast<const wire::HostDescription&>(a), b);
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.lifetime_s, b.lifetime_s);
    EXPECT_EQ(a.address_token, b.address_token);
}

inline void expect_same(const wire::HostQuery& a, const wire::HostQuery& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.window_ms, b.window_ms);
    EXPECT_EQ(a.wants_list, b.wants_list);
    EXPECT_EQ(a.page, b.page);
    EXPECT_EQ(a.address_token, b.address_token);
    EXPECT_EQ(a.silent, b.silent);
}

inline void expect_same(const std::vector<wire::Neighbour>& a,
                        const std::vector<wire::Neighbour>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        expect_same(static_cast<const wire::HostDescription&>(a[i]), b[i]);
        EXPECT_EQ(a[i].age_s, b[i].age_s);
        EXPECT_EQ(a[i].sources, b[i].sources);
        EXPECT_EQ(a[i].source_count, b[i].source_count);
    }
}

inline void expect_same(const wire::HostList& a, const wire::HostList& b) {
    EXPECT_EQ(a.transaction, b.transaction);
    EXPECT_EQ(a.host, b.host);
    EXPECT_EQ(a.summary, b.summary);
    EXPECT_EQ(a.next_page, b.next_page);
    expect_same(neighbours_of(a), neighbours_of(b));
}

inline void expect_same(const Decoded& a, const Decoded& b) {
    ASSERT_EQ(a.error, b.error);
    ASSERT_EQ(a.header.type, b.header.type);
    ASSERT_EQ(a.message.index(), b.message.index());
    std::visit(
        [&](const auto& message) {
            expect_same(message, std::get<std::decay_t<decltype(message)>>(b.message));
        },
        a.message);
}

}  // namespace mpdisc::testing
