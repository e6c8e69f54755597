// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mpdisc/service.h"
#include "mpdisc/status.h"
#include "tests/vectors/notification.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"
#include "wire/neighbour_messages.h"
#include "wire/status_messages.h"

/// Short ways to write and read messages in tests.
namespace mpdisc::test {

using Bytes = std::vector<std::uint8_t>;

template <typename Message>
Bytes bytes_of(const Message& message) {
    Bytes out(limits::loopback_datagram_max);
    out.resize(wire::encode(message, out));
    EXPECT_FALSE(out.empty());
    return out;
}

/// Pads an encoded message to that size with an unknown optional field.
inline Bytes padded(Bytes bytes, std::size_t size) {
    EXPECT_LE(bytes.size() + wire::field_header_size, size);
    const std::size_t rest = size - bytes.size() - wire::field_header_size;
    for (const std::size_t part : {std::size_t{0}, std::size_t{29}, rest >> 8, rest & 255}) {
        bytes.push_back(static_cast<std::uint8_t>(part));
    }
    bytes.resize(size);
    bytes[6] = static_cast<std::uint8_t>((size - wire::header_size) >> 8);
    bytes[7] = static_cast<std::uint8_t>(size - wire::header_size);
    return bytes;
}

/// The shortest encoding. A stranger's short request gets a small answer only.
inline Bytes short_bytes_of(const wire::Request& message) {
    return bytes_of<wire::Request>(message);
}

/// Padded so that a hundred providers may answer it.
inline Bytes bytes_of(const wire::Request& message) {
    Bytes bytes = short_bytes_of(message);
    const bool has_room = bytes.size() + wire::field_header_size < limits::network_datagram_max;
    return has_room ? padded(std::move(bytes), limits::network_datagram_max) : bytes;
}

inline Bytes bytes_of(wire::MessageType type, const wire::Identity& message) {
    Bytes out(64);
    out.resize(wire::encode(type, message, out));
    return out;
}

inline wire::MessageType type_of(std::span<const std::uint8_t> bytes) {
    wire::Header header;
    wire::Bytes fields;
    EXPECT_EQ(wire::decode_header(bytes, header, fields), wire::DecodeError::none);
    return header.type;
}

/// Decodes the message. It refers to `bytes`.
template <typename Message>
Message read(std::span<const std::uint8_t> bytes) {
    wire::Header header;
    wire::Bytes fields;
    Message message;
    EXPECT_EQ(wire::decode_header(bytes, header, fields), wire::DecodeError::none);
    EXPECT_EQ(wire::decode(header, fields, message), wire::DecodeError::none);
    return message;
}

inline ProviderId id_of(std::uint32_t number) {
    ProviderId id;
    for (std::size_t i = 0; i < 4; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return id;
}

inline AttributeSet attributes_of(const std::vector<std::string>& attributes) {
    AttributeSet set;
    for (const std::string& attribute : attributes) {
        EXPECT_EQ(set.add(attribute), ServiceError::none) << attribute;
    }
    return set;
}

inline Service service(std::string_view name, std::string_view type = "_http._tcp",
                       const std::vector<std::string>& attributes = {}, std::uint32_t port = 80) {
    Service made;
    EXPECT_EQ(made.set_name(name), ServiceError::none);
    EXPECT_EQ(made.set_type(type), ServiceError::none);
    EXPECT_EQ(made.set_port(port), ServiceError::none);
    for (const std::string& attribute : attributes) {
        EXPECT_EQ(made.add_attribute(attribute), ServiceError::none);
    }
    return made;
}

/// A service with an encoded form of exactly `size` bytes. Large ones have a long name and type,
/// too.
inline Service service_of_size(std::string name, std::size_t size) {
    const bool large = size > 800;
    if (large) name.resize(limits::instance_name_max, '.');
    Service made = service(name, large ? "_fifteen-letters._tcp" : "_http._tcp");
    Bytes room(limits::network_datagram_max);
    for (char key = 'a'; key <= 'z'; ++key) {
        wire::Writer writer(room);
        wire::encode_service(writer, made.view());
        const std::size_t missing = size - writer.finish();
        if (missing == 0) break;
        // The first attribute adds the header of the attributes field.
        const std::size_t overhead = key == 'a' ? 5 : 1;
        const std::size_t rest = missing - overhead;
        // Leave enough room for the next attribute.
        const std::size_t length = rest > limits::attribute_max ? limits::attribute_max - 10 : rest;
        const std::string value(length - 2, 'x');
        EXPECT_EQ(made.add_attribute(std::string(1, key) + "=" + value), ServiceError::none);
    }
    return made;
}

/// The SERVICE fields of these services in a row.
inline Bytes encoded(const std::vector<Service>& services) {
    Bytes all(limits::provider_services_bytes_max);
    wire::Writer writer(all);
    for (const Service& each : services) wire::encode_service(writer, each.view());
    all.resize(writer.finish());
    return all;
}

inline std::vector<std::string> names_in(const wire::ServiceList& list) {
    std::vector<std::string> names;
    wire::ServiceList::Reader reader = list.read();
    for (wire::ServiceList::Item item; reader.next(item);) names.emplace_back(item.service.name);
    return names;
}

inline wire::Request request(std::uint64_t transaction, std::uint8_t attempt = 1,
                             std::string_view type = {}) {
    wire::Request made;
    made.transaction = transaction;
    made.attempt = attempt;
    made.filter.type = type;
    return made;
}

}  // namespace mpdisc::test
