// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace mpdisc::cli {

/// Reads decimal digits alone: no sign, no space, no empty text. False, `out` unchanged, for
/// anything else and for more than `max`.
[[nodiscard]] bool parse_unsigned(std::string_view text, std::uint64_t max, std::uint64_t& out);

/// Reads seconds, `2`, `0.25` or `.25`, with at most three decimals. False, `out_ms` unchanged, for
/// anything else and for more than `max_ms`.
[[nodiscard]] bool parse_seconds(std::string_view text, std::uint32_t max_ms,
                                 std::uint32_t& out_ms);

}  // namespace mpdisc::cli
