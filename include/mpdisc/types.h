// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "mpdisc/fixed_string.h"

/// The small values that run through the whole API.
namespace mpdisc {

/// Monotonic time in microseconds, from an arbitrary start; the same clock everywhere in a process.
using TimeUs = std::uint64_t;
inline constexpr TimeUs never_us = UINT64_MAX;

/// A provider's role on its host (mpdisc.7, ROLES).
enum class Role : std::uint8_t {
    /// Neither yet: looking for the primary, or leaving.
    none = 0,
    primary = 1,
    secondary = 2,
};

/// "none", "primary" or "secondary".
[[nodiscard]] const char* to_text(Role role);

/// Names one running provider: random, new at each start.
struct ProviderId {
    std::array<std::uint8_t, 16> bytes{};

    friend bool operator==(const ProviderId&, const ProviderId&) = default;
};

/// 32 lower-case hexadecimal digits.
[[nodiscard]] FixedString<32> to_text(const ProviderId& id);

}  // namespace mpdisc
