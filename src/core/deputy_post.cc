// SPDX-License-Identifier: MIT
#include "core/deputy_post.h"

#include <algorithm>

#include "core/deputy.h"

namespace mpdisc::core {
namespace {

/// How long after a list the next one may come, for each peer on it. Whoever registers with few
/// others is told of with its acknowledgement, should the primary hang a moment later; and a
/// thousand who come at once do not make a thousand lists of a thousand.
constexpr TimeUs tell_gap_per_peer_us = 10;
/// A deputy that has been silent for so long is replaced. Longer than what makes a deputy itself
/// act: of the two that miss each other, the deputy is to find out first.
constexpr TimeUs silence_max_us = Deputy::patience_us + 2 * Deputy::beat_gap_us;

}  // namespace

bool DeputyPost::fill(TimeUs now_us, const Registry& registry) {
    if (!is_vacant() || user_id_ == wire::Registration::no_user) return false;
    holder_ = find_next(registry, false);
    if (is_vacant()) holder_ = find_next(registry, true);
    if (is_vacant()) return false;
    search_from_ = holder_ + 1;
    tell_us_ = now_us;
    last_beat_us_ = now_us;
    return true;
}

Registry::Slot DeputyPost::find_next(const Registry& registry, bool of_own_process) const {
    const Registry::Slot count = registry.slot_count();
    for (Registry::Slot tried = 0; tried < count; ++tried) {
        const Registry::Slot slot = (search_from_ + tried) % count;
        if (!registry.is_used(slot) || registry[slot].user_id != user_id_) continue;
        if ((registry[slot].process_id == process_id_) == of_own_process) return slot;
    }
    return Registry::none;
}

void DeputyPost::note_change(TimeUs now_us) {
    tell_us_ = std::min(tell_us_, std::max(now_us, next_tell_us_));
}

void DeputyPost::note_told(TimeUs now_us, std::size_t peers) {
    tell_us_ = never_us;
    next_tell_us_ = now_us + peers * tell_gap_per_peer_us;
}

void DeputyPost::note_beat(TimeUs now_us, bool up_to_date) {
    last_beat_us_ = now_us;
    if (!up_to_date) note_change(now_us);
}

TimeUs DeputyPost::silent_us() const {
    return last_beat_us_ + silence_max_us;
}

TimeUs DeputyPost::next_deadline_us() const {
    return is_vacant() ? never_us : std::min(tell_us_, silent_us());
}

}  // namespace mpdisc::core
