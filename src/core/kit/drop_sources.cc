// SPDX-License-Identifier: MIT
#include "core/kit/drop_sources.h"

namespace mpdisc::core {

std::optional<Counter> find_drop(const Counters& before, const Counters& after) {
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (before[counter] != after[counter] && is_drop(counter)) return counter;
    }
    return std::nullopt;
}

std::optional<Counter> DropSources::note(TimeUs now_us, const Endpoint& from,
                                         const Counters& before, const Counters& after) {
    const std::optional<Counter> dropped = find_drop(before, after);
    if (dropped) sources_[static_cast<std::size_t>(*dropped)] = {now_us, from};
    return dropped;
}

LastDrops DropSources::last(TimeUs now_us) const {
    LastDrops drops;
    for (std::size_t i = 0; i < counter_count; ++i) {
        const Source& source = sources_[i];
        if (source.from.address.family == Family::any) continue;
        drops[i] = {source.from, (now_us - source.at_us) / 1000};
    }
    return drops;
}

void DropSources::add_to(wire::StatusResponseWriter& out, TimeUs now_us) const {
    const LastDrops drops = last(now_us);
    for (std::size_t i = 0; i < counter_count; ++i) {
        if (drops[i]) out.add(static_cast<Counter>(i), *drops[i]);
    }
}

}  // namespace mpdisc::core
