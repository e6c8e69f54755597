// SPDX-License-Identifier: MIT
#include "core/answers/replay_cache.h"

#include <algorithm>

namespace mpdisc::core {

bool ReplayCache::accept_dated(std::uint64_t number, std::uint64_t time_ms) {
    const Part* const part = parts_.part_of(number);
    return part != nullptr && time_ms > part->forgotten_ms && accept(number, time_ms);
}

bool ReplayCache::accept(std::uint64_t number, std::uint64_t time_ms) {
    Part* const part = parts_.part_of(number);
    if (part == nullptr) return false;
    const auto is_same = [&](const Entry& entry) { return entry.number == number; };
    if (std::ranges::any_of(part->entries, is_same)) return false;
    Entry& oldest = part->entries[part->oldest];
    part->oldest = (part->oldest + 1) % part->entries.size();
    part->forgotten_ms = std::max(part->forgotten_ms, oldest.time_ms);
    oldest = {number, time_ms};
    return true;
}

}  // namespace mpdisc::core
