// SPDX-License-Identifier: MIT
#pragma once

#include "wire/reader.h"
#include "wire/sha256.h"

namespace mpdisc::wire {

/// A key for HMAC-SHA-256 (RFC 2104). It hashes the padded key only once and keeps the states.
class HmacKey {
   public:
    /// `key` has at most Sha256::block_size bytes. For a longer key, RFC 2104 uses its digest.
    void assign(Bytes key);

    /// The code of `message` followed by `trailer`.
    [[nodiscard]] Sha256::Digest authenticate(Bytes message, Bytes trailer = {}) const;

    /// The time tells where they differ.
    friend bool operator==(const HmacKey&, const HmacKey&) = default;

   private:
    /// The states of the inner and of the outer hash.
    std::array<Sha256::State, 2> states_{};
};

/// Takes the same time wherever the two differ, so that nobody can find a code byte by byte. Both
/// must have the same size.
[[nodiscard]] bool equals_in_constant_time(Bytes a, Bytes b);

}  // namespace mpdisc::wire
