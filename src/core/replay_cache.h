// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Remembers which sealed requests were taken, so that nobody who keeps one can have it answered
/// again. What it has no room for it forgets, the oldest first; whatever is not newer than that is
/// refused from then on. A request falls into one of many small parts, which are full or not each
/// for itself.
class ReplayCache {
   public:
    ReplayCache() = default;
    ~ReplayCache() { std::free(parts_); }
    ReplayCache(const ReplayCache&) = delete;
    ReplayCache& operator=(const ReplayCache&) = delete;

    /// Notes a request, made at that time. False where it was taken before; if `is_dated`, also
    /// where it may have been, and forgotten. And for want of memory, of which there is none before
    /// it is needed: rather no answer than two.
    [[nodiscard]] bool take(std::uint64_t number, std::uint64_t time_ms, bool is_dated);

   private:
    struct Entry {
        /// 0: free.
        std::uint64_t number;
        std::uint64_t time_ms;
    };
    struct Part {
        std::array<Entry, 16> entries;
        /// The latest time of those forgotten.
        std::uint64_t forgotten_ms;
    };
    static constexpr std::size_t part_count =
        limits::replay_cache_entries / std::tuple_size_v<decltype(Part::entries)>;

    Part* parts_ = nullptr;
};

}  // namespace mpdisc::core
