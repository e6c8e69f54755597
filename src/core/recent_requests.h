// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/request_paths.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Remembers requests for ten seconds, so that one which comes over several paths (loopback and
/// broadcast, two interfaces, IPv4 and IPv6) is answered once. Two that fall on one place displace
/// each other: then one may be answered twice, which clients do not mind.
class RecentRequests {
   public:
    /// The paths by which this attempt of the transaction has come so far, or this shard of it.
    /// Valid until the next call.
    [[nodiscard]] RequestPaths& paths_of(TimeUs now_us, std::uint64_t transaction,
                                         std::uint8_t attempt, std::uint8_t shard) {
        const std::uint64_t mixed = (transaction + attempt * 256U + shard) * 0x9E37'79B9'7F4A'7C15U;
        Entry& entry = entries_[static_cast<std::size_t>(mixed >> 32) % entries_.size()];
        const bool same =
            entry.transaction == transaction && entry.attempt == attempt && entry.shard == shard;
        if (!same || now_us >= entry.until_us) {
            entry = {now_us + memory_us, transaction, attempt, shard, RequestPaths{}};
        }
        return entry.paths;
    }

   private:
    static constexpr TimeUs memory_us = 10'000'000;

    struct Entry {
        TimeUs until_us = 0;
        std::uint64_t transaction = 0;
        std::uint8_t attempt = 0;
        std::uint8_t shard = 0;
        RequestPaths paths;
    };

    std::array<Entry, limits::recent_requests_max> entries_;
};

}  // namespace mpdisc::core
