// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

namespace mpdisc::platform {

/// Fills `out` (at most 256 bytes) with random bytes of the kernel, fit for keys.
/// False where none are to be had; MUST NOT fall back to anything weaker.
[[nodiscard]] bool fill_random(std::span<std::uint8_t> out);

}  // namespace mpdisc::platform
