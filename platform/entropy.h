// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

namespace mpdisc::platform {

/// Fills `out` (at most 256 bytes) with random bytes of the kernel that are fit for keys. False if
/// there are none. MUST NOT use a weaker source.
[[nodiscard]] bool fill_random(std::span<std::uint8_t> out);

}  // namespace mpdisc::platform
