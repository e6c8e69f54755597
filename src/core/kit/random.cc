// SPDX-License-Identifier: MIT
#include "core/kit/random.h"

#include <bit>

namespace mpdisc::core {

Random::Random(const Seed& seed) : state_(seed) {
    // A state of zeros would give zeros only.
    if ((seed[0] | seed[1] | seed[2] | seed[3]) == 0) state_[0] = 1;
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

}  // namespace mpdisc::core
