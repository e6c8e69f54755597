// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

/// Waits until one of `entries` (at most 64) is readable, has an error, or `timeout_us` have
/// passed; UINT64_MAX: for ever. MUST NOT return early by rounding a timeout down, or it spins.
/// MUST return (true) when a signal interrupts it. False when the system refuses.
[[nodiscard]] bool poll_wait(std::span<const PollEntry> entries, std::uint64_t timeout_us);

/// Which of `entries` (at most 64) are readable or have an error, now: a bit each, the first one's
/// the lowest. All of them where the system refuses to tell.
[[nodiscard]] std::uint64_t poll_ready(std::span<const PollEntry> entries);

}  // namespace mpdisc::platform
