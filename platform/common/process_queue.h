// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/poll_entry.h"

/// The system's calls behind ProcessWatch: a handle that is readable while there are processes in
/// it that have ended.
namespace mpdisc::platform {

struct WatchedProcess {
    std::uint32_t process_id;
    std::uint32_t users;
    /// What the system has for it, or `no_entry`.
    Handle entry;
};

/// -1 where the system has no such thing. `processes_max`: how many it is to take.
[[nodiscard]] Handle open_process_queue(std::size_t& processes_max);
/// Its entries have been released before.
void close_process_queue(Handle queue);

/// An entry, which is the caller's to release, or `no_entry`; -1 where the process cannot be
/// watched. One that is not there (any more) has ended.
[[nodiscard]] Handle add_to_process_queue(Handle queue, std::uint32_t process_id);
/// The queue tells by itself of that process.
inline constexpr Handle no_entry = -2;
/// Takes it off, and releases its entry.
void remove_from_process_queue(Handle queue, const WatchedProcess& process);
/// Releases it alone: for who closes the whole queue, which a process that was forked from this one
/// may share.
void release_process(Handle entry);

/// One that has ended; whoever is told removes it. False where there is none. `watched` is all that
/// was added, for systems that do not say which it is. `queue` may be -1, and has none then.
[[nodiscard]] bool next_of_process_queue(Handle queue, std::span<const WatchedProcess> watched,
                                         std::uint32_t& process_id);

}  // namespace mpdisc::platform
