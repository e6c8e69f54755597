// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace mpdisc::core {

/// Random numbers for transaction ids and delays. The owner gives the seed; with the same seed, a
/// machine does the same. xoshiro256** (Blackman, Vigna: "Scrambled linear pseudorandom number
/// generators", 2021). Not for keys.
class Random {
   public:
    using Seed = std::array<std::uint64_t, 4>;

    explicit Random(const Seed& seed);

    std::uint64_t next();

    /// 0 to `bound` - 1; 0 if `bound` is 0. The bias is less than bound / 2^64.
    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

   private:
    Seed state_;
};

}  // namespace mpdisc::core
