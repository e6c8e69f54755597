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
        Entry& entry = entries_[place_of(transaction, attempt, shard)];
        if (!is_of(entry, now_us, transaction, attempt, shard)) {
            entry = {now_us + memory_us, transaction, attempt, shard, RequestPaths{}};
        }
        return entry.paths;
    }

    /// Whether that attempt has come at all.
    [[nodiscard]] bool has(TimeUs now_us, std::uint64_t transaction, std::uint8_t attempt,
                           std::uint8_t shard) const {
        return is_of(entries_[place_of(transaction, attempt, shard)], now_us, transaction, attempt,
                     shard);
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

    [[nodiscard]] static std::size_t place_of(std::uint64_t transaction, std::uint8_t attempt,
                                              std::uint8_t shard) {
        const std::uint64_t mixed = (transaction + attempt * 256U + shard) * 0x9E37'79B9'7F4A'7C15U;
        return static_cast<std::size_t>(mixed >> 32) % limits::recent_requests_max;
    }
    [[nodiscard]] static bool is_of(const Entry& entry, TimeUs now_us, std::uint64_t transaction,
                                    std::uint8_t attempt, std::uint8_t shard) {
        return entry.transaction == transaction && entry.attempt == attempt &&
               entry.shard == shard && now_us < entry.until_us;
    }

    std::array<Entry, limits::recent_requests_max> entries_;
};

}  // namespace mpdisc::core
