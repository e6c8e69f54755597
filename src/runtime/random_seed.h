// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/random.h"
#include "platform/entropy.h"

namespace mpdisc::runtime {

/// A seed of the kernel's; false where it gives none.
[[nodiscard]] inline bool make_seed(core::Random::Seed& seed) {
    return platform::fill_random(
        {reinterpret_cast<std::uint8_t*>(seed.data()), seed.size() * sizeof seed[0]});
}

}  // namespace mpdisc::runtime
