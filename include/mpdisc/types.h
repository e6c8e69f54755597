// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// Small values that the whole API uses.
namespace mpdisc {

/// Monotonic time in microseconds from an arbitrary start. All times in a process are of the same
/// clock.
using TimeUs = std::uint64_t;
inline constexpr TimeUs never_us = UINT64_MAX;

/// The role of a provider on its host (mpdisc.7, ROLES).
enum class Role : std::uint8_t {
    /// Neither: it looks for the primary, or leaves.
    none = 0,
    primary = 1,
    secondary = 2,
};

/// "none", "primary" or "secondary".
[[nodiscard]] const char* to_text(Role role);

/// Whether an id is known: not all zeros.
[[nodiscard]] bool is_known_id(const std::array<std::uint8_t, 16>& id);

/// Identifies one running provider. Random, and new at each start.
struct ProviderId {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] bool is_known() const { return is_known_id(bytes); }
    friend bool operator==(const ProviderId&, const ProviderId&) = default;
    friend auto operator<=>(const ProviderId&, const ProviderId&) = default;
};

/// Identifies one host for as long as it has providers. Random. All zeros: not known.
struct HostId {
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] bool is_known() const { return is_known_id(bytes); }
    friend bool operator==(const HostId&, const HostId&) = default;
    friend auto operator<=>(const HostId&, const HostId&) = default;
};

/// 32 lower-case hexadecimal digits.
[[nodiscard]] FixedString<32> to_text(const ProviderId& id);
[[nodiscard]] FixedString<32> to_text(const HostId& id);

/// The hash of an id for tables. Ids are random, so a part of one is a hash. A sender can choose an
/// id, so a table of ids that came from the network needs a bound.
[[nodiscard]] inline std::size_t hash_of(const std::array<std::uint8_t, 16>& id) {
    std::size_t hash = 0;
    std::memcpy(&hash, id.data(), sizeof hash);
    return hash;
}

}  // namespace mpdisc

template <>
struct std::hash<mpdisc::ProviderId> {
    std::size_t operator()(const mpdisc::ProviderId& id) const { return mpdisc::hash_of(id.bytes); }
};

template <>
struct std::hash<mpdisc::HostId> {
    std::size_t operator()(const mpdisc::HostId& id) const { return mpdisc::hash_of(id.bytes); }
};
