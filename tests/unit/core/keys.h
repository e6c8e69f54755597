// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/core/messages.h"
#include "wire/auth.h"

/// Keys that tests write as numbers.
namespace mpdisc::test {

inline KeySet key_set(const std::vector<std::uint8_t>& numbers) {
    KeySet set;
    for (const std::uint8_t number : numbers) {
        EXPECT_EQ(set.add(Bytes(limits::key_bytes_min, number)), KeyError::none);
    }
    return set;
}

inline wire::Keyring keyring(const std::vector<std::uint8_t>& numbers) {
    wire::Keyring keys;
    keys.assign(key_set(numbers));
    return keys;
}

/// Seals the message as a program with these keys does.
inline Bytes sealed(const wire::Keyring& keys, Bytes message, std::uint64_t time_ms = 0,
                    const wire::Binding& binding = {}) {
    const std::size_t size = message.size();
    message.resize(size + keys.overhead());
    EXPECT_EQ(keys.seal({0, time_ms}, binding, message, size), message.size());
    return message;
}

inline bool opens(const wire::Keyring& keys, const Bytes& message, const wire::Binding& binding,
                  wire::Seal& seal) {
    wire::Header header;
    wire::Bytes fields;
    EXPECT_EQ(wire::decode_header(message, header, fields), wire::DecodeError::none);
    return keys.open(message, binding, fields, seal);
}

/// The seal of a message from a program with these keys. The test fails if the message does not
/// open.
inline wire::Seal seal_of(const wire::Keyring& keys, const Bytes& message,
                          const wire::Binding& binding = {}) {
    wire::Seal seal;
    EXPECT_TRUE(opens(keys, message, binding, seal));
    return seal;
}

inline const wire::Keyring no_keys;
inline const wire::Sealer unkeyed(no_keys, wire::Sealer::no_port);

}  // namespace mpdisc::test
