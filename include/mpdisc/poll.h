// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"

/// How mpdisc fits into a poll loop, the caller's or this one.
///
/// Everything that waits (Provider, Probe, StatusQuery, SignalWatch, Command) says by
/// `poll_entries()` which descriptors it waits for and by `next_deadline_us()` until when. The
/// owner polls and calls `process()`; which descriptor was ready need not be told.
namespace mpdisc {

/// A file descriptor; on Windows a SOCKET or an event HANDLE, as `is_socket` tells.
using Handle = std::intptr_t;

/// A descriptor to wait for. mpdisc waits for readability alone: it never blocks on a send.
struct PollEntry {
    Handle handle = -1;
    bool is_socket = true;
};

/// Now, on the clock that all deadlines refer to.
[[nodiscard]] TimeUs monotonic_us();

/// Waits until one of `entries` is readable or `deadline_us` has come; `never_us` waits for ever.
/// Returns also when a signal interrupts it. False, at once, where the system refuses to poll or
/// there are more entries than limits::wait_entries_max.
[[nodiscard]] bool wait(std::span<const PollEntry> entries, TimeUs deadline_us);

}  // namespace mpdisc
