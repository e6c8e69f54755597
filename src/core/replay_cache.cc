// SPDX-License-Identifier: MIT
#include "core/replay_cache.h"

#include <algorithm>

namespace mpdisc::core {

bool ReplayCache::take(std::uint64_t number, std::uint64_t time_ms, bool is_dated) {
    if (parts_ == nullptr) parts_ = static_cast<Part*>(std::calloc(part_count, sizeof(Part)));
    if (parts_ == nullptr) return false;
    Part& part = parts_[static_cast<std::size_t>(number >> 32) % part_count];
    if (is_dated && time_ms <= part.forgotten_ms) return false;
    // Of a free place the time is 0.
    Entry* oldest = part.entries.data();
    for (Entry& entry : part.entries) {
        if (entry.number == number) return false;
        if (entry.time_ms < oldest->time_ms) oldest = &entry;
    }
    part.forgotten_ms = std::max(part.forgotten_ms, oldest->time_ms);
    *oldest = {number, time_ms};
    return true;
}

}  // namespace mpdisc::core
