// SPDX-License-Identifier: MIT
#include "core/takeover/deputy_monitor.h"

#include <algorithm>

#include "core/takeover/deputy.h"

namespace mpdisc::core {
namespace {

/// The least time between two lists, for each peer on the first. A short list goes out right after
/// the acknowledgement of a registration, so the deputy knows the new provider even if the primary
/// hangs a moment later. A thousand providers that come at once do not cause a thousand lists of a
/// thousand ports.
constexpr TimeUs update_gap_per_peer_us = 10;
/// A deputy that has been silent for this time is replaced. The time is longer than the one after
/// which a deputy takes over: if they lose each other, the deputy acts first.
constexpr TimeUs silence_max_us = Deputy::silence_min_us + 2 * Deputy::heartbeat_gap_us;

}  // namespace

bool DeputyMonitor::appoint(TimeUs now_us, const Registry& registry, bool has_asked) {
    asking_since_us_ = never_us;
    if (has_deputy() && registry[deputy_].user_id != user_id_) clear();
    if (has_deputy() || user_id_ == wire::Registration::no_user) return false;
    const Registry::Slot next = find_next(registry, has_asked);
    if (next == Registry::none) return false;
    if (eligibility_of(registry[next]) == Eligibility::unknown) {
        asking_since_us_ = now_us;
        return false;
    }
    deputy_ = next;
    search_from_ = deputy_ + 1;
    updates_.ask_at_once(now_us);
    last_beat_us_ = now_us;
    return true;
}

DeputyMonitor::Eligibility DeputyMonitor::eligibility_of(const Registrant& registrant) const {
    if (registrant.user_id == wire::Registration::no_user) return Eligibility::none;
    // The claimed number says nothing yet: a container may have another number for the same user.
    if (!trusts_claims_ && !registrant.is_user_known) return Eligibility::unknown;
    if (registrant.user_id != user_id_) return Eligibility::none;
    return registrant.process_id == process_id_ ? Eligibility::of_own_process : Eligibility::full;
}

Registry::Slot DeputyMonitor::find_next(const Registry& registry, bool has_asked) const {
    const Registry::Slot count = registry.slot_count();
    Registry::Slot best = Registry::none;
    Eligibility best_eligibility = Eligibility::none;
    for (Registry::Slot tried = 0; tried < count; ++tried) {
        const Registry::Slot slot = (search_from_ + tried) % count;
        if (!registry.is_used(slot)) continue;
        const Eligibility eligibility = eligibility_of(registry[slot]);
        if (eligibility <= best_eligibility) continue;
        // The former deputy is the last one tried.
        const bool is_former = slot + 1 == search_from_;
        if (is_former && best_eligibility == Eligibility::unknown && !has_asked) break;
        best = slot;
        best_eligibility = eligibility;
        if (eligibility == Eligibility::full) break;
    }
    return best;
}

void DeputyMonitor::note_change(TimeUs now_us) {
    updates_.ask(now_us);
}

void DeputyMonitor::note_update_sent(TimeUs now_us, std::size_t peers) {
    updates_.note_done(now_us, peers * update_gap_per_peer_us);
}

void DeputyMonitor::note_heartbeat(TimeUs now_us, bool up_to_date) {
    last_beat_us_ = now_us;
    if (!up_to_date) note_change(now_us);
}

TimeUs DeputyMonitor::silent_us() const {
    return last_beat_us_ + silence_max_us;
}

TimeUs DeputyMonitor::next_deadline_us() const {
    return !has_deputy() ? never_us : std::min(updates_.due_us(), silent_us());
}

}  // namespace mpdisc::core
