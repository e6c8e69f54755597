// SPDX-License-Identifier: MIT
#include "wire/hmac.h"

#include "mpdisc/expects.h"

namespace mpdisc::wire {

void HmacKey::assign(Bytes key) {
    expects(key.size() <= Sha256::block_size);
    for (std::size_t n = 0; n < states_.size(); ++n) {
        const std::uint8_t pad = n == 0 ? 0x36 : 0x5C;
        Sha256 hash;
        for (std::size_t i = 0; i < Sha256::block_size; ++i) {
            const std::uint8_t byte = i < key.size() ? key[i] ^ pad : pad;
            hash.add({&byte, 1});
        }
        states_[n] = hash.state();
    }
}

Sha256::Digest HmacKey::authenticate(Bytes message, Bytes trailer) const {
    Sha256 inner(states_[0], 1);
    inner.add(message);
    inner.add(trailer);
    Sha256 outer(states_[1], 1);
    outer.add(inner.finish());
    return outer.finish();
}

bool equals_in_constant_time(Bytes a, Bytes b) {
    expects(a.size() == b.size());
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = difference | (a[i] ^ b[i]);
    return difference == 0;
}

}  // namespace mpdisc::wire
