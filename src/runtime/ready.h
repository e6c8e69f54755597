// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "platform/poller.h"

namespace mpdisc::runtime {

/// Tells which descriptors of an owner are readable. One system call asks for all of them. Usually
/// most are not readable, and an attempt to read each would cost a call.
class Ready {
   public:
    /// Asks now, for all of owner.poll_entries().
    template <typename Owner>
    void look(const Owner& owner) {
        count_ = owner.poll_entries(entries_);
        ready_ = platform::poll_ready({entries_.data(), count_});
    }

    /// Whether this source was readable. False if it was not among the entries, for example if it
    /// was opened later.
    template <typename Source>
    [[nodiscard]] bool has(const Source& source) const {
        return source.is_open() && has_handle(source.poll_entry().handle);
    }

   private:
    [[nodiscard]] bool has_handle(Handle handle) const {
        for (std::size_t n = 0; n < count_; ++n) {
            if (entries_[n].handle == handle) return (ready_ >> n & 1) != 0;
        }
        return false;
    }

    std::array<PollEntry, limits::poll_entries_max> entries_;
    std::size_t count_ = 0;
    std::uint64_t ready_ = 0;
};

}  // namespace mpdisc::runtime
