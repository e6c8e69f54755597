// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/kit/part_table.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Remembers which sealed requests were taken, so that nobody who keeps one can have it answered
/// again. What it has no room for it forgets, what came first before all others; of what has a time
/// it refuses from then on whatever is not newer than that.
class ReplayCache {
   public:
    // Both note a request, and are false where it was taken before; also for want of memory, of
    // which there is none before it is needed: rather no answer than two.

    /// One that was made at that time: false, too, where it may have been taken, and forgotten.
    [[nodiscard]] bool accept_dated(std::uint64_t number, std::uint64_t time_ms);
    /// One that something else vouches for, such as the token in it. `time_ms`: when it was made,
    /// for accept_dated() to know of; 0: nobody knows.
    [[nodiscard]] bool accept(std::uint64_t number, std::uint64_t time_ms = 0);

   private:
    struct Entry {
        /// 0: free.
        std::uint64_t number;
        std::uint64_t time_ms;
    };
    struct Part {
        std::array<Entry, 16> entries;
        /// Where the next one goes.
        std::size_t oldest;
        /// The latest time of those forgotten.
        std::uint64_t forgotten_ms;
    };
    static constexpr std::size_t part_count =
        limits::replay_cache_entries / std::tuple_size_v<decltype(Part::entries)>;

    PartTable<Part, part_count> parts_;
};

}  // namespace mpdisc::core
