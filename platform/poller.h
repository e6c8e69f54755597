// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

/// Waits until one of `entries` (at most 64) is readable, connected or has an error, or
/// `timeout_us` have passed. UINT64_MAX: without a time-out. MUST NOT round the time-out down,
/// since the caller would spin. MUST return true when a signal interrupts it. False if the system
/// refuses.
[[nodiscard]] bool poll_wait(std::span<const PollEntry> entries, std::uint64_t timeout_us);

/// Tells which of `entries` (at most 64) are readable, connected or have an error now. The lowest
/// bit is for the first entry. All bits are set if the system refuses.
[[nodiscard]] std::uint64_t poll_ready(std::span<const PollEntry> entries);

}  // namespace mpdisc::platform
