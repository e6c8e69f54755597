// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "mpdisc/poll_entry.h"
#include "mpdisc/types.h"

/// How mpdisc fits into a poll loop, the caller's or the one below.
///
/// Provider, Probe, Watch and StatusQuery tell by `poll_entries()` which descriptors they wait for,
/// and by `next_deadline_us()` until when. The owner polls and then calls `process()`. It need not
/// say which descriptor was ready.
namespace mpdisc {

/// The time now, on the clock of all deadlines.
[[nodiscard]] TimeUs monotonic_us();

/// Waits until one of `entries` is readable or `deadline_us` has come; with `never_us`, without an
/// end. Also returns when a signal interrupts it. False, at once, if the system refuses to poll or
/// there are more entries than limits::wait_entries_max.
[[nodiscard]] bool wait(std::span<const PollEntry> entries, TimeUs deadline_us);

}  // namespace mpdisc
