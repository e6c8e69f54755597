// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

struct WatchedProcess;

/// Tells when other processes end, however many there are, by one descriptor. A hint, never a
/// proof: process numbers lie (other pid namespaces, numbers that passed on to somebody else).
class ProcessWatch {
   public:
    ProcessWatch() = default;
    ~ProcessWatch() { close(); }
    ProcessWatch(const ProcessWatch&) = delete;
    ProcessWatch& operator=(const ProcessWatch&) = delete;

    /// The watch MUST be closed before. False where the system has no such thing; then watch()
    /// does nothing, and the owner finds out by other means.
    [[nodiscard]] bool open();
    /// Forgets all.
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    /// Readable while next_ended() has something to tell; no handle while closed.
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, false}; }

    /// Watches a process until it has ended, or forget() was called as often as watch() was. One
    /// that is not there (any more) MUST be told as ended. False where it cannot be watched: no
    /// such number can be, or it would take more than half of the descriptors that this process
    /// might have when the watch was opened.
    bool watch(std::uint32_t process_id);
    /// Nothing where the process is not watched.
    void forget(std::uint32_t process_id);

    /// The next process that has ended, told once however often it is watched, and forgotten by
    /// that. False where there is none (more). MUST NOT block, and works in bounded time.
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);

   private:
    /// Where that process stands in the list, or would.
    [[nodiscard]] std::size_t find(std::uint32_t process_id) const;
    [[nodiscard]] bool is_watched(std::size_t index, std::uint32_t process_id) const;
    [[nodiscard]] bool make_room();
    void drop(std::size_t index);

    Handle handle_ = -1;
    /// In order of the process ids.
    WatchedProcess* watched_ = nullptr;
    std::size_t count_ = 0;
    std::size_t count_max_ = 0;
};

}  // namespace mpdisc::platform
