// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "platform/entropy.h"

namespace mpdisc::runtime {

/// Numbers of the kernel's, for seeds and secrets; false where it gives none.
template <std::size_t Count>
[[nodiscard]] bool fill_random(std::array<std::uint64_t, Count>& out) {
    return platform::fill_random({reinterpret_cast<std::uint8_t*>(out.data()), sizeof out});
}

}  // namespace mpdisc::runtime
