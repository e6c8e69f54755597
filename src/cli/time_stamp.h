// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/fixed_string.h"

namespace mpdisc::cli {

using TimeStamp = FixedString<24>;

/// The time in UTC, as `2026-01-31T12:00:00.123Z` (ISO 8601, RFC 3339). Times after the year 9999
/// are shown as its last millisecond.
[[nodiscard]] TimeStamp time_stamp(std::uint64_t unix_ms);

}  // namespace mpdisc::cli
