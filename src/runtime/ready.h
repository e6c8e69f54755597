// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/poll.h"
#include "platform/poller.h"

namespace mpdisc::runtime {

/// Which of an owner's descriptors have something to read, seen at one glance: to try each would
/// cost a system call each, and most have nothing.
class Ready {
   public:
    /// `entries` must outlive it.
    explicit Ready(std::span<const PollEntry> entries)
        : entries_(entries), ready_(platform::poll_ready(entries)) {}

    /// False for what was not among the entries, as a socket that was opened since.
    template <typename Source>
    [[nodiscard]] bool has(const Source& source) const {
        return source.is_open() && has_handle(source.poll_entry().handle);
    }

   private:
    [[nodiscard]] bool has_handle(Handle handle) const {
        for (std::size_t n = 0; n < entries_.size(); ++n) {
            if (entries_[n].handle == handle) return (ready_ >> n & 1) != 0;
        }
        return false;
    }

    std::span<const PollEntry> entries_;
    std::uint64_t ready_;
};

}  // namespace mpdisc::runtime
