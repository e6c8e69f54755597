// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/poll_entry.h"

/// The system calls behind ProcessWatch: a handle that is readable while one of its processes has
/// ended.
namespace mpdisc::platform {

struct WatchedProcess {
    std::uint32_t process_id;
    std::uint32_t users;
    /// The handle that the system has for this process, or `no_entry`.
    Handle entry;
};

/// Returns -1 if the system has no such queue. Sets `processes_max`, the number of processes that
/// the queue may have.
[[nodiscard]] Handle open_process_queue(std::size_t& processes_max);
/// The entries must have been released before.
void close_process_queue(Handle queue);

/// Adds a process. Returns an entry, which the caller has to release, or `no_entry`. Returns -1 if
/// the process cannot be watched. A process that does not exist (any more) counts as ended.
[[nodiscard]] Handle add_to_process_queue(Handle queue, std::uint32_t process_id);
/// The process needs no handle.
inline constexpr Handle no_entry = -2;
/// Removes the process, and releases its entry.
void remove_from_process_queue(Handle queue, const WatchedProcess& process);
/// Releases the entry, but does not remove the process from the queue. Call this before the queue
/// is closed: a forked process may share the queue and still use it.
void release_process(Handle entry);

/// The next process that has ended. The caller then removes it. False if there is none. `watched`
/// has all processes in the queue, for systems that do not say which one ended. `queue` may be -1.
[[nodiscard]] bool next_of_process_queue(Handle queue, std::span<const WatchedProcess> watched,
                                         std::uint32_t& process_id);

}  // namespace mpdisc::platform
