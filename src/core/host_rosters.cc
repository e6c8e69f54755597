// SPDX-License-Identifier: MIT
#include "core/host_rosters.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::core {

std::uint32_t HostRosters::note(const wire::Roster& roster) {
    const std::uint64_t hash = keyed_hash(hash_key_, roster.primary.bytes);
    std::uint32_t number =
        index_.find(hash, [&](std::uint32_t at) { return hosts_[at].primary == roster.primary; });
    if (number == none) number = add(hash, roster);
    if (number == none) {
        overflowed_ = true;
        return none;
    }
    Host& host = hosts_[number];
    if (roster.revision > host.revision) {
        host.matching = roster.matching;
        host.revision = roster.revision;
        host.settled = roster.settled;
    } else if (roster.revision == host.revision) {
        // The same request over one more path may reach more providers, never fewer.
        host.matching = std::max(host.matching, roster.matching);
        host.settled = host.settled || roster.settled;
    }
    return number;
}

std::uint32_t HostRosters::add(std::uint64_t hash, const wire::Roster& roster) {
    if (hosts_.size() == limits::probe_hosts_max || !index_.reserve_one()) return none;
    const auto number = static_cast<std::uint32_t>(hosts_.size());
    if (!hosts_.push_back({roster.primary, roster.matching, roster.revision, 0, roster.settled}))
        return none;
    index_.insert(hash, number);
    return number;
}

void HostRosters::move_found(std::uint32_t from, std::uint32_t to) {
    if (from == to || from == none || to == none) return;
    --hosts_[from].found;
    hosts_[from].superseded = true;
    ++hosts_[to].found;
    hosts_[to].superseded = false;
}

std::uint32_t HostRosters::incomplete_hosts() const {
    std::uint32_t count = overflowed_ ? 1 : 0;
    for (const Host& host : hosts_.view()) {
        if (host.is_incomplete()) ++count;
    }
    return count;
}

std::uint32_t HostRosters::missing_services() const {
    std::uint64_t count = 0;
    for (const Host& host : hosts_.view()) count += host.missing();
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
}

}  // namespace mpdisc::core
