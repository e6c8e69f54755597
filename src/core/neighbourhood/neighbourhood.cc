// SPDX-License-Identifier: MIT
#include "core/neighbourhood/neighbourhood.h"

#include <algorithm>
#include <utility>

#include "wire/bloom_filter.h"

namespace mpdisc::core {
namespace {

/// A transaction ends with the number of the slot of time in which it was made.
constexpr TimeUs slot_us = 250'000;
constexpr std::uint64_t slots_valid = 16;
constexpr std::uint64_t slot_mask = 0xff;

constexpr TimeUs question_gap_us = 1'000'000 / limits::neighbour_question_rate;
constexpr TimeUs burst_us = question_gap_us * limits::neighbour_question_rate;

constexpr bool are_same(const NeighbourSource& a, const NeighbourSource& b) {
    return a.if_index == b.if_index && a.address == b.address;
}

bool is_gone(const wire::HostAnnouncement& announcement) {
    return announcement.lifetime_s == 0 || announcement.types.is_empty();
}

TimeUs lifetime_us(const wire::HostAnnouncement& announcement) {
    return std::min(announcement.lifetime_s, limits::neighbour_lifetime_s_max) * TimeUs{1'000'000};
}

}  // namespace

void Neighbourhood::begin(TimeUs now_us) {
    begun_us_ = now_us;
    for (Entry& entry : entries_.view()) suspect(entry, now_us);
}

void Neighbourhood::clear() {
    while (!entries_.empty()) remove(static_cast<std::uint32_t>(entries_.size() - 1));
    while (!candidates_.empty()) remove_candidate(0);
    doubts_ = {};
    list_due_us_ = never_us;
}

// --- Keys ------------------------------------------------------------------

std::uint64_t Neighbourhood::hash_of(const NeighbourSource& source, std::uint64_t salt) const {
    return keyed_hash(hash_key_ + (salt << 32) + source.if_index, source.address.bytes);
}

std::uint64_t Neighbourhood::transaction_for(const NeighbourSource& source,
                                             std::uint64_t slot) const {
    return (hash_of(source, slot) & ~slot_mask) | (slot & slot_mask);
}

bool Neighbourhood::is_answer(TimeUs now_us, const NeighbourSource& source,
                              std::uint64_t transaction) const {
    const std::uint64_t slot = now_us / slot_us;
    const std::uint64_t age = (slot - transaction) & slot_mask;
    return age < slots_valid && transaction == transaction_for(source, slot - age);
}

std::uint32_t Neighbourhood::find(const NeighbourSource& source) const {
    return by_source_.find(hash_of(source, 0), [](std::uint32_t) { return true; });
}

std::uint32_t Neighbourhood::find_or_add_group(std::uint64_t key) {
    std::uint32_t number = none;
    for (std::uint32_t n = 0; n < groups_.size(); ++n) {
        if (groups_[n].key == key) return n;
        if (groups_[n].count == 0 && groups_[n].own_share == 0) number = n;
    }
    if (number == none) {
        number = static_cast<std::uint32_t>(groups_.size());
        if (!groups_.push_back({})) return none;
    }
    groups_[number] = {key};
    return number;
}

// --- Digests ---------------------------------------------------------------

void Neighbourhood::add_own_share(std::uint64_t group, std::uint64_t share) {
    const std::uint32_t number = find_or_add_group(key_of(group, Reason::entered));
    if (number == none) return;
    groups_[number].own_share ^= share;
    groups_[number].digest ^= share;
}

void Neighbourhood::clear_own_shares() {
    for (Group& each : groups_.view()) each.digest ^= std::exchange(each.own_share, 0);
}

std::uint64_t Neighbourhood::digest(std::uint64_t group) const {
    const auto groups = groups_.view();
    const auto found = std::ranges::find(groups, key_of(group, Reason::entered), &Group::key);
    return found == groups.end() ? 0 : found->digest;
}

std::uint64_t Neighbourhood::digest() const {
    std::uint64_t all = 0;
    for (const Group& each : groups_.view()) all ^= each.digest;
    return all;
}

void Neighbourhood::compare_digests(TimeUs now_us, const Entry& entry) {
    if (list_due_us_ == never_us && has_other_digest(entry)) schedule_list(now_us);
}

void Neighbourhood::schedule_list(TimeUs now_us) {
    list_due_us_ = now_us + list_gap_us_ + random_.below(list_gap_us_ / 2);
}

void Neighbourhood::choose_list(TimeUs now_us) {
    list_due_us_ = never_us;
    std::uint64_t others = 0;
    const Entry* chosen = nullptr;
    for (const Entry& entry : entries_.view()) {
        if (has_other_digest(entry) && random_.below(++others) == 0) chosen = &entry;
    }
    if (chosen == nullptr) {
        list_gap_us_ = list_gap_us_min;
        return;
    }
    // If most others agree with this host, they will ask, too.
    const std::uint64_t chances = others * list_askers;
    const bool is_for_others =
        chances < entries_.size() && random_.below(entries_.size()) >= chances;
    if (is_for_others) return schedule_list(now_us);
    list_from_ = hash_of(chosen->source, 0);
    admit(now_us, chosen->source, Reason::listed);
    list_gap_us_ = std::min(list_gap_us_ * 2, list_gap_us_max);
    schedule_list(now_us);
}

bool Neighbourhood::next_list_request(ListRequest& out) {
    out = list_request_;
    list_request_.address_token = 0;
    return out.address_token != 0;
}

std::uint32_t Neighbourhood::count_hosts() const {
    HashIndex seen;
    std::uint32_t count = 0;
    for (const Entry& entry : entries_.view()) {
        const std::uint64_t hash = keyed_hash(hash_key_, entry.host.host.bytes);
        if (seen.find(hash) != none) continue;
        // Without memory, a host counts once for each address.
        if (seen.reserve_one()) seen.insert(hash, 0);
        ++count;
    }
    return count;
}

bool Neighbourhood::is_settled(TimeUs now_us) const {
    // Some neighbours can never have the same digest. After two lists that did not help, another
    // digest is no reason to doubt.
    const bool may_lack_hosts = list_due_us_ != never_us && list_gap_us_ <= list_gap_us_min * 2;
    const bool is_doubtful =
        std::ranges::any_of(doubts_, [&](const Doubt& each) { return now_us < each.until_us; });
    return now_us >= begun_us_ + settling_us && candidates_.empty() && !is_doubtful &&
           !may_lack_hosts;
}

void Neighbourhood::add_doubt(TimeUs now_us, const NeighbourSource& source) {
    doubts_[next_doubt_++ % doubts_.size()] = {hash_of(source, 0), now_us + doubt_us};
}

// --- Entries ---------------------------------------------------------------

bool Neighbourhood::note(TimeUs now_us, const wire::HostAnnouncement& announcement,
                         const NeighbourSource& source, std::uint64_t sealed_ms) {
    if (is_answer(now_us, source, announcement.transaction)) {
        return note_answer(now_us, announcement, source, sealed_ms);
    }
    const std::uint32_t number = find(source);
    if (number == none) {
        if (!is_gone(announcement)) admit(now_us, source, Reason::announced);
        return false;
    }
    Entry& entry = entries_[number];
    if (sealed_ms < entry.sealed_ms) return false;
    entry.sealed_ms = sealed_ms;
    if (is_gone(announcement)) {
        if (entry.tries == 0) entry.said_farewell = true;
        suspect(entry, now_us);
        return false;
    }
    if (announcement.host != entry.host.host) {
        suspect(entry, now_us);
        return false;
    }
    const wire::TypeFilter known = entry.host.types;
    const bool is_changed = describe(entry, announcement);
    const bool lacks_type = entry.host.types.add_all(known);
    entry.heard_us = now_us;
    if (!entry.is_suspected) set_due(entry, now_us + lifetime_us(announcement));
    if (lacks_type) suspect(entry, now_us + random_.below(lost_type_window_us));
    compare_digests(now_us, entry);
    return is_changed;
}

bool Neighbourhood::note_answer(TimeUs now_us, const wire::HostAnnouncement& answer,
                                const NeighbourSource& source, std::uint64_t sealed_ms) {
    for (std::uint32_t n = 0; n < candidates_.size(); ++n) {
        if (are_same(candidates_[n].source, source)) remove_candidate(n--);
    }
    const std::uint64_t hash = hash_of(source, 0);
    for (Doubt& each : doubts_) {
        if (each.hash == hash) each.until_us = 0;
    }
    std::uint32_t number = find(source);
    const bool is_known = number != none;
    // A primary that does not know all providers of its host yet leaves out their types.
    const bool is_settled = answer.summary.settled;
    if (is_gone(answer) && (is_settled || !is_known)) {
        if (is_known) remove(number);
        return is_known;
    }
    if (!is_known) number = add(source);
    if (number == none) {
        add_doubt(now_us, source);
        return false;
    }
    Entry& entry = entries_[number];
    const wire::TypeFilter known = entry.host.types;
    const bool is_changed = describe(entry, answer);
    if (is_known && !is_settled) (void)entry.host.types.add_all(known);
    entry.sealed_ms = sealed_ms;
    entry.heard_us = entry.answered_us = now_us;
    entry.tries = 0;
    entry.is_suspected = entry.said_farewell = false;
    set_due(entry, now_us + lifetime_us(answer));
    if (hash != list_from_) {
        compare_digests(now_us, entry);
    } else {
        list_from_ = 0;
        if (has_other_digest(entry)) list_request_ = {source, answer.address_token};
    }
    return is_changed || !is_known;
}

std::uint32_t Neighbourhood::add(const NeighbourSource& source) {
    const std::uint32_t group = find_or_add_group(key_of(source.group, Reason::entered));
    const auto number = static_cast<std::uint32_t>(entries_.size());
    if (group == none || groups_[group].count >= limits::neighbours_max - number) return none;
    if (!by_source_.reserve_one() || !entries_.reserve(number + 1)) return none;
    by_source_.insert(hash_of(source, 0), number);
    entries_.extend(1);
    // The answer that adds the entry sets its other members.
    Entry& entry = entries_[number];
    entry.source = source;
    entry.share = 0;
    entry.group = group;
    ++groups_[group].count;
    return number;
}

void Neighbourhood::remove(std::uint32_t number) {
    Entry& entry = entries_[number];
    Group& group = groups_[entry.group];
    --group.count;
    group.digest ^= entry.share;
    by_source_.erase(hash_of(entry.source, 0), number);
    const auto last = static_cast<std::uint32_t>(entries_.size() - 1);
    if (number != last) {
        const std::uint64_t hash = hash_of(entries_[last].source, 0);
        by_source_.erase(hash, last);
        by_source_.insert(hash, number);
        entry = entries_[last];
    }
    entries_.erase(last, 1);
}

bool Neighbourhood::describe(Entry& entry, const wire::HostDescription& host) {
    entry.host = host;
    const std::uint64_t share = wire::digest_of(host, entry.source.address);
    const std::uint64_t change = std::exchange(entry.share, share) ^ share;
    groups_[entry.group].digest ^= change;
    return change != 0;
}

void Neighbourhood::set_due(Entry& entry, TimeUs due_us) {
    entry.due_us = due_us;
    entries_due_us_ = std::min(entries_due_us_, due_us);
}

void Neighbourhood::suspect(Entry& entry, TimeUs due_us) {
    // Further suspicions do not hasten the questions.
    if (entry.tries != 0) return;
    entry.is_suspected = true;
    set_due(entry, std::min(entry.due_us, std::max(due_us, entry.answered_us + suspicion_gap_us)));
}

void Neighbourhood::note_listed(TimeUs now_us, const wire::Neighbour& listed,
                                const NeighbourSource& source) {
    const std::uint32_t number = find(source);
    if (number != none) {
        const Entry& known = entries_[number];
        const bool is_newer = listed.age_s * TimeUs{1'000'000} < now_us - known.heard_us;
        if (!is_newer || wire::digest_of(listed, source.address) == known.share) return;
    }
    // Perhaps only this host cannot reach it. Then further lists do not help.
    const std::uint64_t hash = hash_of(source, 0);
    const bool is_hopeless = std::ranges::any_of(
        doubts_, [&](const Doubt& each) { return each.hash == hash && now_us < each.until_us; });
    if (admit(now_us, source, Reason::listed) && !is_hopeless) list_gap_us_ = list_gap_us_min;
}

void Neighbourhood::note_unproven(TimeUs now_us, const NeighbourSource& source) {
    if (find(source) == none) admit(now_us, source, Reason::announced);
}

void Neighbourhood::note_proven(TimeUs now_us, const NeighbourSource& source) {
    // A neighbour that asks for a list has another digest, so it may know more, and may have
    // changed.
    admit(now_us, source, Reason::proven);
}

void Neighbourhood::note_silent(TimeUs now_us, const HostId& host) {
    for (Entry& entry : entries_.view()) {
        if (entry.host.host == host) suspect(entry, now_us);
    }
}

void Neighbourhood::tick(TimeUs now_us) {
    for (std::uint32_t n = 0; tried_ != 0 && n < candidates_.size(); ++n) {
        const Candidate& each = candidates_[n];
        if (each.tries != tries_max || each.due_us > now_us) continue;
        add_doubt(now_us, each.source);
        remove_candidate(n--);
    }
    if (now_us >= entries_due_us_) {
        for (auto n = static_cast<std::uint32_t>(entries_.size()); n-- > 0;) {
            const Entry& entry = entries_[n];
            if (entry.due_us > now_us || entry.tries != tries_max) continue;
            // The farewell may be forged, unless it was sealed.
            if (entry.said_farewell && entry.sealed_ms == 0) add_doubt(now_us, entry.source);
            remove(n);
        }
    }
    if (now_us >= list_due_us_) choose_list(now_us);
}

// --- Questions -------------------------------------------------------------

bool Neighbourhood::admit(TimeUs now_us, const NeighbourSource& source, Reason reason) {
    if (now_us >= round_end_us_) {
        admitted_ = {};
        round_end_us_ = now_us + round_us;
    }
    // Each round has other collisions.
    const std::uint64_t key = key_of(source.group, reason);
    const std::uint64_t hash = hash_of(source, round_end_us_ ^ key >> 62);
    if (wire::bloom_may_contain(admitted_, hash, admitted_hashes)) return false;
    const std::uint32_t group = find_or_add_group(key);
    if (group == none) return false;
    if (candidates_.size() == limits::neighbour_candidates_max) {
        const std::uint32_t replaced = candidate_replaced_by(group);
        if (replaced == none) return false;
        remove_candidate(replaced);
    }
    if (!candidates_.push_back({source, group, 0, now_us})) return false;
    ++groups_[group].count;
    wire::add_to_bloom(admitted_, hash, admitted_hashes);
    return true;
}

std::uint32_t Neighbourhood::candidate_replaced_by(std::uint32_t group) {
    std::uint32_t most = 0;
    for (const Group& each : groups_.view()) {
        const bool has_candidates = each.key >> 62 != static_cast<std::uint8_t>(Reason::entered);
        if (has_candidates) most = std::max(most, each.count);
    }
    // This is the usual case in a flood. It needs no search.
    if (tried_ == 0 && groups_[group].count + 1 >= most) return none;
    const auto count = static_cast<std::uint32_t>(candidates_.size());
    const auto start = static_cast<std::uint32_t>(random_.below(count));
    for (std::uint32_t n = 0; n < count; ++n) {
        const std::uint32_t number = (start + n) % count;
        const Candidate& each = candidates_[number];
        if (tried_ != 0 ? each.tries != 0 : groups_[each.group].count == most) return number;
    }
    return none;
}

void Neighbourhood::remove_candidate(std::uint32_t number) {
    Candidate& candidate = candidates_[number];
    --groups_[candidate.group].count;
    if (candidate.tries != 0) --tried_;
    candidate = candidates_[candidates_.size() - 1];
    candidates_.erase(candidates_.size() - 1, 1);
}

bool Neighbourhood::ask_candidate(TimeUs now_us, Question& out) {
    std::uint32_t next = none;
    std::uint64_t least = never_us;
    for (std::uint32_t n = 0; n < candidates_.size(); ++n) {
        const Candidate& each = candidates_[n];
        const std::uint64_t rank = std::uint64_t{each.tries} << 32 | groups_[each.group].served;
        if (each.tries == tries_max || each.due_us > now_us || rank >= least) continue;
        least = rank;
        next = n;
    }
    if (next == none) return false;
    Candidate& asked = candidates_[next];
    out.source = asked.source;
    groups_[asked.group].served = ++turn_;
    asked.due_us = now_us + try_gap_us;
    if (asked.tries == 0) ++tried_;
    out.tries = asked.tries++;
    return true;
}

bool Neighbourhood::ask_entry(TimeUs now_us, Question& out) {
    if (now_us < entries_due_us_) return false;
    Entry* next = nullptr;
    TimeUs others_due_us = never_us;
    for (Entry& entry : entries_.view()) {
        const bool is_next = entry.tries != tries_max && entry.due_us <= now_us &&
                             (next == nullptr || entry.due_us < next->due_us);
        const Entry* const other = is_next ? std::exchange(next, &entry) : &entry;
        if (other != nullptr) others_due_us = std::min(others_due_us, other->due_us);
    }
    entries_due_us_ = others_due_us;
    if (next == nullptr) return false;
    out.source = next->source;
    out.tries = next->tries++;
    next->is_suspected = true;
    set_due(*next, now_us + (next->said_farewell ? farewell_gap_us : try_gap_us));
    return true;
}

bool Neighbourhood::next_question(TimeUs now_us, Question& out) {
    if (now_us < free_us_) return false;
    // Entries and candidates take turns.
    for (int n = 0; n < 2; ++n) {
        is_turn_of_entries_ = !is_turn_of_entries_;
        if (is_turn_of_entries_ ? !ask_entry(now_us, out) : !ask_candidate(now_us, out)) continue;
        out.transaction = transaction_for(out.source, now_us / slot_us);
        const TimeUs burst_from_us = now_us > burst_us ? now_us - burst_us : 0;
        free_us_ = std::max(free_us_, burst_from_us) + question_gap_us;
        return true;
    }
    return false;
}

TimeUs Neighbourhood::next_deadline_us() const {
    TimeUs due_us = entries_due_us_;
    if (tried_ != candidates_.size()) {
        due_us = 0;
    } else {
        for (const Candidate& each : candidates_.view()) due_us = std::min(due_us, each.due_us);
    }
    return std::min(std::max(due_us, free_us_), list_due_us_);
}

}  // namespace mpdisc::core
