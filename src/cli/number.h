// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace mpdisc::cli {

/// Reads decimal digits only, without sign or spaces. For other text, or a number above `max`,
/// returns false and leaves `out` unchanged.
[[nodiscard]] bool parse_unsigned(std::string_view text, std::uint64_t max, std::uint64_t& out);

/// Reads seconds with at most three decimals: `2`, `0.25` or `.25`. For other text, or more than
/// `max_ms`, returns false and leaves `out_ms` unchanged.
[[nodiscard]] bool parse_seconds(std::string_view text, std::uint32_t max_ms,
                                 std::uint32_t& out_ms);

}  // namespace mpdisc::cli
