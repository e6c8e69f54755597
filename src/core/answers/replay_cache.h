// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/kit/part_table.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Remembers accepted sealed requests, so that a recorded request is not answered again. A full
/// part of the table drops its oldest entry. From then on it refuses dated requests that are not
/// newer than the dropped one.
class ReplayCache {
   public:
    // Both remember a request. They are false if it was accepted before, and if there is no memory:
    // no answer is better than two.

    /// Accepts a request that was made at that time. False also if it may have been accepted before
    /// and dropped since.
    [[nodiscard]] bool accept_dated(std::uint64_t number, std::uint64_t time_ms);
    /// Accepts a request that other means show to be fresh, such as its token. `time_ms`: when it
    /// was made, for later calls of accept_dated(); 0: unknown.
    [[nodiscard]] bool accept(std::uint64_t number, std::uint64_t time_ms = 0);

   private:
    struct Entry {
        /// 0: the entry is free.
        std::uint64_t number;
        std::uint64_t time_ms;
    };
    struct Part {
        std::array<Entry, 16> entries;
        /// The next request goes here.
        std::size_t oldest;
        /// The latest time of a dropped request.
        std::uint64_t forgotten_ms;
    };
    static constexpr std::size_t part_count =
        limits::replay_cache_entries / std::tuple_size_v<decltype(Part::entries)>;

    PartTable<Part, part_count> parts_;
};

}  // namespace mpdisc::core
