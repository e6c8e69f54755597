// SPDX-License-Identifier: MIT
#pragma once

#include "wire/reader.h"
#include "wire/sha256.h"

namespace mpdisc::wire {

/// A key of HMAC-SHA-256 (RFC 2104), ready for use: what it does to the hash is computed once.
class HmacKey {
   public:
    /// Of at most Sha256::block_size bytes; of a longer key its digest is the key.
    void assign(Bytes key);

    /// Of the message, with `trailer` behind it.
    [[nodiscard]] Sha256::Digest authenticate(Bytes message, Bytes trailer = {}) const;

   private:
    /// Of the hash that takes the message, and of the one that takes its digest.
    std::array<Sha256::State, 2> states_{};
};

/// Takes as long whatever differs, so that nobody finds out a code byte by byte. Both are of the
/// same size.
[[nodiscard]] bool equals_in_constant_time(Bytes a, Bytes b);

}  // namespace mpdisc::wire
