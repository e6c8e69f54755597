// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"

/// How the objects fit into an event loop. mpdisc.3, The loop, describes it.
///
/// Each object has a descriptor `..._fd()`. Wait until it is readable, and then call
/// `..._process()`. The descriptor stays the same until the object is closed. Do not read from it.
/// Where it is -1, the system has no such descriptor (Windows), or no more descriptors. Do not give
/// it to poll(2) then, which would wait for ever. Wait for `..._poll_entries()` until
/// `..._next_deadline_us()`.

#ifdef __cplusplus
extern "C" {
#endif

/// A descriptor to wait for until it is readable.
typedef struct mpdisc_poll_entry {
    /// A file descriptor; on Windows a SOCKET or a HANDLE, as `is_socket` tells.
    intptr_t handle;
    bool is_socket;
} mpdisc_poll_entry;

/// Entries that one object has at most.
#define MPDISC_POLL_ENTRIES_MAX 8
/// Entries that one call of mpdisc_wait() takes at most.
#define MPDISC_WAIT_ENTRIES_MAX 64
/// A deadline that never comes.
#define MPDISC_NEVER_US UINT64_MAX

/// The time now, on the clock of all deadlines: monotonic, in microseconds.
MPDISC_API uint64_t mpdisc_now_us(void);
/// The milliseconds from now until `deadline_us`, rounded up, as poll(2) and epoll_wait(2) take
/// them; -1 for MPDISC_NEVER_US.
MPDISC_API int mpdisc_timeout_ms(uint64_t deadline_us);
/// Waits until one of the entries is readable or the deadline has come. Also returns when a signal
/// interrupts it. False, at once, if the system refuses or there are too many entries.
MPDISC_API bool mpdisc_wait(const mpdisc_poll_entry* entries, size_t count, uint64_t deadline_us);

#ifdef __cplusplus
}
#endif
