// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/limits.h"
#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

/// One descriptor that is readable while one of several others is, or once a time has come.
class PollGroup {
   public:
    PollGroup() = default;
    ~PollGroup() { close(); }
    PollGroup(const PollGroup&) = delete;
    PollGroup& operator=(const PollGroup&) = delete;

    /// The group MUST be closed before. False if the system has no such descriptor, or refuses one.
    [[nodiscard]] bool open();
    void close();
    [[nodiscard]] bool is_open() const { return handle_ != -1; }
    /// -1 while closed. Closed on exec.
    [[nodiscard]] Handle handle() const { return handle_; }

    /// Waits from now on for these entries, at most limits::poll_entries_max, and for this time on
    /// the monotonic clock; UINT64_MAX: for no time. MUST NOT be readable before that time, since
    /// the owner would spin. If an entry was closed since the last call, and another one has its
    /// number now, the group MUST wait for the other one. The descriptor may stay readable until
    /// the next call after its cause has gone. If the system cannot watch an entry, the descriptor
    /// MUST become readable every `retry_us`.
    void wait_for(std::span<const PollEntry> entries, std::uint64_t deadline_us);

    static constexpr std::uint64_t retry_us = 10'000;

   private:
    Handle handle_ = -1;
    /// The system's timer, if it needs a handle.
    Handle timer_ = -1;
    /// The entries that the group waits for.
    std::array<Handle, limits::poll_entries_max> watched_;
    std::size_t watched_count_ = 0;
};

}  // namespace mpdisc::platform
