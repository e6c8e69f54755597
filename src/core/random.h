// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace mpdisc::core {

/// Random numbers for transaction ids and delays, from a seed that is handed in: under the same
/// seed a machine does the same. xoshiro256** (Blackman, Vigna: "Scrambled linear pseudorandom
/// number generators", 2021). Not for keys.
class Random {
   public:
    using Seed = std::array<std::uint64_t, 4>;

    explicit Random(const Seed& seed) : state_(seed) {
        // All zero would give zeros for ever.
        if ((seed[0] | seed[1] | seed[2] | seed[3]) == 0) state_[0] = 1;
    }

    std::uint64_t next() {
        const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// 0 to `bound` - 1; 0 where `bound` is 0. The bias is below bound / 2^64.
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

   private:
    static std::uint64_t rotate(std::uint64_t value, int bits) {
        return value << bits | value >> (64 - bits);
    }

    Seed state_;
};

}  // namespace mpdisc::core
