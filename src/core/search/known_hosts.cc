// SPDX-License-Identifier: MIT
#include "core/search/known_hosts.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

/// Whether the host may have this address, too.
bool has_room(const KnownHosts::Host& host, const AnswerSource& source) {
    return host.source_count < host.sources.size() &&
           std::ranges::none_of(host.all_sources(), [&](const AnswerSource& each) {
               return each.if_index == source.if_index &&
                      each.address.family == source.address.family;
           });
}

}  // namespace

bool KnownHosts::add(const wire::HostDescription& host, std::uint32_t age_s, bool may_match,
                     const AnswerSource& source) {
    const std::uint64_t id_hash = hash_of(host.host);
    const std::uint64_t hash = keyed_hash(id_hash + source.if_index, source.address.bytes);
    std::uint32_t number = index_.find(hash);
    const bool is_listed = number != HashIndex::none;
    // Only the first host with an id takes more addresses. So an id that many hosts claim takes no
    // long search.
    const std::uint32_t first = index_.find(id_hash);
    if (!is_listed && first != HashIndex::none && has_room(hosts_[first], source)) number = first;
    if (!is_listed && !index_.reserve(2)) return false;
    if (number == HashIndex::none) {
        if (hosts_.size() == limits::neighbours_max) return false;
        number = size();
        if (!hosts_.push_back({})) return false;
        if (first == HashIndex::none) index_.insert(id_hash, number);
    }
    if (!is_listed) index_.insert(hash, number);
    Host& known = hosts_[number];
    if (!is_listed) known.sources[known.source_count++] = source;
    known.id = host.host;
    known.primary = host.primary;
    known.revision = host.summary.revision;
    known.services = host.summary.services;
    known.age_s = age_s;
    if (may_match) known.may_match = true;
    first_silent_ = std::min(first_silent_, number);
    return true;
}

bool KnownHosts::is_silent(std::uint32_t number, const HostRosters& heard) const {
    const Host& host = hosts_[number];
    return host.may_match &&
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
