// SPDX-License-Identifier: MIT
#include "core/search/known_hosts.h"

#include <algorithm>

namespace mpdisc::core {

bool KnownHosts::add(const wire::HostDescription& host, std::uint32_t age_s, bool may_match,
                     bool is_listed, const AnswerSource& source) {
    const std::uint64_t hash = keyed_hash(hash_key_, host.host.bytes);
    std::uint32_t number = by_id_.find(hash);
    if (number == HashIndex::none) {
        if (hosts_.size() == limits::neighbours_max || !by_id_.reserve_one()) return false;
        number = size();
        if (!hosts_.push_back({})) return false;
        by_id_.insert(hash, number);
    }
    Host& known = hosts_[number];
    // The host may be listed several times. The latest news counts.
    if (known.source_count == 0 || age_s <= known.age_s) {
        known.id = host.host;
        known.primary = host.primary;
        known.revision = host.summary.revision;
        known.services = host.summary.services;
        known.age_s = age_s;
    }
    if (may_match) known.may_match = true;
    if (is_listed) known.is_listed = true;
    first_silent_ = std::min(first_silent_, number);
    const auto is_same = [&](const AnswerSource& each) {
        return each.address == source.address && each.if_index == source.if_index;
    };
    const bool is_new = std::ranges::none_of(known.all_sources(), is_same);
    if (is_new && known.source_count < known.sources.size()) {
        known.sources[known.source_count++] = source;
    }
    return true;
}

bool KnownHosts::is_silent(std::uint32_t number, const HostRosters& heard) const {
    const Host& host = hosts_[number];
    const bool is_heard_by_id = trusts_ids_ && heard.find(host.primary) != HostRosters::none;
    return host.may_match && !is_heard_by_id &&
           std::ranges::none_of(host.all_sources(), [&](const AnswerSource& source) {
               return heard.find(source) != HostRosters::none;
           });
}

bool KnownHosts::have_answered(const HostRosters& heard) const {
    // A host that has answered stays heard, so no host is looked up twice.
    while (first_silent_ < size() && !is_silent(first_silent_, heard)) ++first_silent_;
    return first_silent_ == size();
}

}  // namespace mpdisc::core
