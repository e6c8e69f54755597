// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>

#include "tests/vectors/vector_file.h"
#include "wire/auth.h"

namespace mpdisc::testing {

/// The key that sealed the vectors in sealed/.
inline constexpr std::string_view sealing_key_digits =
    "8d1f03b6a94c52e7703c9e5df2184b6a0ec7915d38fa26b4c5e0871a6f93d24b";
/// 2026-11-23 12:00:00 UTC.
inline constexpr std::uint64_t sealed_at_ms = 1'795'435'200'000;

/// The nonce of the primary that the vectors are bound to.
inline constexpr wire::Nonce sealing_nonce = {0xD4, 0x6E, 0x1B, 0x90, 0x27, 0xC8, 0xF3, 0x5A,
                                              0x81, 0x0D, 0xB6, 0x42, 0xEE, 0x79, 0x35, 0xAC};

/// The ports and the nonce of a message: from a control socket to the discovery port, from there to
/// a control socket, or from one control socket to another.
inline wire::Binding binding_of(wire::MessageType type) {
    switch (type) {
        case wire::MessageType::provider_discovery_response:
        case wire::MessageType::provider_notification:
        case wire::MessageType::provider_registration_ack:
        case wire::MessageType::provider_heartbeat_ack:
        case wire::MessageType::status_response:
        case wire::MessageType::deputy_appointment:
            return {6737, 40001, sealing_nonce};
        case wire::MessageType::primary_change:
            return {40000, 40001, sealing_nonce};
        default:
            return {40001, 6737, sealing_nonce};
    }
}

inline wire::MessageType type_of(const Datagram& datagram) {
    return static_cast<wire::MessageType>(datagram[4]);
}

inline wire::Keyring keyring_of(std::initializer_list<std::string_view> keys) {
    KeySet set;
    for (const std::string_view digits : keys) {
        EXPECT_EQ(set.add_hexadecimal(digits), KeyError::none);
    }
    wire::Keyring keyring;
    keyring.assign(set);
    return keyring;
}

inline Datagram sealed(const wire::Keyring& keys, const Datagram& message, const wire::Seal& seal,
                       const wire::Binding& binding) {
    Datagram room = message;
    room.resize(message.size() + keys.overhead());
    EXPECT_EQ(keys.seal(seal, binding, room, message.size()), room.size());
    return room;
}
/// Seals the message and binds it to binding_of() its type.
inline Datagram sealed(const wire::Keyring& keys, const Datagram& message,
                       const wire::Seal& seal = {}) {
    return sealed(keys, message, seal, binding_of(type_of(message)));
}

}  // namespace mpdisc::testing
