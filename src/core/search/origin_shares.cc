// SPDX-License-Identifier: MIT
#include "core/search/origin_shares.h"

#include <algorithm>

#include "mpdisc/expects.h"

namespace mpdisc::core {

std::uint32_t OriginShares::find_group(std::uint64_t key) const {
    const auto groups = groups_.view();
    const auto found = std::ranges::find(groups, key, &Group::key);
    return found == groups.end() ? none : static_cast<std::uint32_t>(found - groups.begin());
}

std::uint32_t OriginShares::find_or_add_group(std::uint64_t key) {
    const std::uint32_t known = find_group(key);
    if (known != none) return known;
    if (!groups_.push_back(Group{key})) return none;
    return static_cast<std::uint32_t>(groups_.size() - 1);
}

std::uint32_t OriginShares::find_or_add_sender(const AnswerOrigin& origin) {
    const std::uint32_t known = by_hash_.find(origin.sender);
    if (known != none) return known;
    const std::uint32_t group = find_or_add_group(origin.group);
    if (group == none || !by_hash_.reserve_one()) return none;
    if (first_free_ == none) {
        if (!senders_.push_back(Sender{})) return none;
        first_free_ = static_cast<std::uint32_t>(senders_.size() - 1);
    }
    const std::uint32_t number = first_free_;
    first_free_ = senders_[number].newest;
    senders_[number] = {origin.sender, group};
    by_hash_.insert(origin.sender, number);
    return number;
}

bool OriginShares::reserve(std::uint32_t places) {
    return places_.reserve(places);
}

void OriginShares::add(std::uint32_t sender, std::uint32_t place) {
    if (place == places_.size()) {
        [[maybe_unused]] const bool is_reserved = places_.push_back({});
        expects(is_reserved);
    }
    Sender& holder = senders_[sender];
    places_[place] = {sender, none, holder.newest};
    if (holder.newest != none) places_[holder.newest].newer = place;
    holder.newest = place;
    ++holder.count;
    Group& group = groups_[holder.group];
    ++group.count;
    group.most = std::max(group.most, holder.count);
}

void OriginShares::remove(std::uint32_t place) {
    const Place former = places_[place];
    Sender& holder = senders_[former.sender];
    if (former.older != none) places_[former.older].newer = former.newer;
    (former.newer != none ? places_[former.newer].older : holder.newest) = former.older;
    --groups_[holder.group].count;
    if (--holder.count == 0) free_number(former.sender);
}

void OriginShares::free_number(std::uint32_t sender) {
    by_hash_.erase(senders_[sender].hash, sender);
    senders_[sender] = Sender{};
    senders_[sender].newest = first_free_;
    first_free_ = sender;
}

std::uint32_t OriginShares::place_given_up_for(const AnswerOrigin& origin) {
    const std::uint32_t donor = donor_for(origin);
    return donor == none ? none : senders_[donor].newest;
}

std::uint32_t OriginShares::donor_for(const AnswerOrigin& origin) {
    const auto groups = groups_.view();
    if (groups.empty()) return none;
    const auto largest = std::ranges::max_element(groups, {}, &Group::count);
    const std::uint32_t group = find_group(origin.group);
    const std::uint32_t in_group = group == none ? 0 : groups_[group].count;
    if (in_group + 1 < largest->count) {
        return largest_of(static_cast<std::uint32_t>(largest - groups.begin()));
    }
    if (group == none) return none;
    const std::uint32_t sender = by_hash_.find(origin.sender);
    const std::uint32_t wanted = (sender == none ? 0 : senders_[sender].count) + 1;
    // This is the usual case in a flood. It needs no search.
    if (wanted >= groups_[group].most) return none;
    const std::uint32_t donor = largest_of(group);
    return wanted < groups_[group].most ? donor : none;
}

std::uint32_t OriginShares::largest_of(std::uint32_t number) {
    Group& group = groups_[number];
    const auto count = static_cast<std::uint32_t>(senders_.size());
    std::uint32_t best = none;
    std::uint32_t most = 0;
    for (std::uint32_t n = 0; n < count && most < group.most; ++n) {
        const std::uint32_t at = (group.search_from + n) % count;
        const Sender& sender = senders_[at];
        if (sender.group != number || sender.count <= most) continue;
        best = at;
        most = sender.count;
    }
    group.most = most;
    group.search_from = best;
    return best;
}

}  // namespace mpdisc::core
