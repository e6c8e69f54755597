// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

struct WatchedProcess;

/// Tells when other processes end, by one descriptor for any number of them. Its reports are hints
/// and no proof, because process numbers are unreliable: the process may be in another pid
/// namespace, or the number may have been reused.
class ProcessWatch {
   public:
    ProcessWatch() = default;
    ~ProcessWatch() { close(); }
    ProcessWatch(const ProcessWatch&) = delete;
    ProcessWatch& operator=(const ProcessWatch&) = delete;

    /// The watch MUST be closed before. False if the system has no such thing. Then watch() does
    /// nothing, and the owner relies on other means.
    [[nodiscard]] bool open();
    /// Stops watching all processes.
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    /// Readable while next_ended() has something to report. No handle while closed.
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, false}; }

    /// Watches a process until it has ended, or until forget() was called as often as watch(). A
    /// process that does not exist (any more) MUST be reported as ended. False if the process
    /// cannot be watched, or if watched processes already take half of the descriptors that this
    /// process may have. That limit is read by open().
    bool watch(std::uint32_t process_id);
    /// Does nothing if the process is not watched.
    void forget(std::uint32_t process_id);

    /// The next process that has ended. It is reported once, even if it is watched several times,
    /// and is not watched afterwards. False if there is none. MUST NOT block, and takes bounded
    /// time.
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);

   private:
    /// The index of the process in the list, or the one where it would be inserted.
    [[nodiscard]] std::size_t find(std::uint32_t process_id) const;
    [[nodiscard]] bool is_watched(std::size_t index, std::uint32_t process_id) const;
    [[nodiscard]] bool make_room();
    void drop(std::size_t index);

    Handle handle_ = -1;
    /// Sorted by process id.
    WatchedProcess* watched_ = nullptr;
    std::size_t count_ = 0;
    std::size_t count_max_ = 0;
};

}  // namespace mpdisc::platform
