// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>

#include "tests/vectors/vector_file.h"
#include "wire/auth.h"

namespace mpdisc::testing {

/// What the vectors in sealed/ are sealed with.
inline constexpr std::string_view sealing_key_digits =
    "8d1f03b6a94c52e7703c9e5df2184b6a0ec7915d38fa26b4c5e0871a6f93d24b";
/// 2026-11-23 12:00:00 UTC.
inline constexpr std::uint64_t sealed_at_ms = 1'795'435'200'000;

inline wire::Keyring keyring_of(std::initializer_list<std::string_view> keys) {
    KeySet set;
    for (const std::string_view digits : keys) {
        EXPECT_EQ(set.add_hexadecimal(digits), KeyError::none);
    }
    wire::Keyring keyring;
    keyring.assign(set);
    return keyring;
}

/// The message sealed with that key.
inline Datagram sealed(const wire::Keyring& keys, const Datagram& message,
                       const wire::Seal& seal = {}) {
    Datagram room = message;
    room.resize(message.size() + keys.overhead());
    EXPECT_EQ(keys.seal(seal, room, message.size()), room.size());
    return room;
}

}  // namespace mpdisc::testing
