// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Tells whether a host's list must be confirmed. While there is only one roster, counting the
/// found services is enough. After another roster, some found services may be gone. Then the host's
/// primary must confirm that nothing is missing: for each shard of a request, and in two attempts,
/// because a filter hides one missing service in 120 by chance.
class CompletenessCheck {
   public:
    void require() {
        confirmations_needed_ = 2;
        shards_open_ = 0;
    }
    [[nodiscard]] bool is_pending() const { return confirmations_needed_ != 0; }

    /// This attempt asks the primary to confirm the list, in so many shards.
    void note_request(std::uint32_t attempt, std::uint8_t shards) {
        attempt_ = attempt;
        shards_open_ = UINT64_MAX >> (limits::request_shards_max - shards);
    }
    /// The primary says that nothing of this shard is missing.
    void confirm(std::uint32_t attempt, std::uint8_t shard) {
        const std::uint64_t bit = std::uint64_t{1} << shard % limits::request_shards_max;
        if (attempt != attempt_ || (shards_open_ & bit) == 0) return;
        shards_open_ &= ~bit;
        if (shards_open_ == 0 && confirmations_needed_ != 0) --confirmations_needed_;
    }

   private:
    static_assert(limits::request_shards_max == 64);

    std::uint8_t confirmations_needed_ = 0;
    std::uint32_t attempt_ = 0;
    std::uint64_t shards_open_ = 0;
};

}  // namespace mpdisc::core
