// SPDX-License-Identifier: MIT
#include "core/watch/followed_paths.h"

#include "mpdisc/limits.h"

namespace mpdisc::core {

std::uint64_t FollowedPaths::hash_of(const AnswerSource& source) const {
    return keyed_hash(hash_key_ + source.if_index, source.address.bytes);
}

std::uint16_t FollowedPaths::find(const AnswerSource& source) const {
    const std::uint32_t found = by_source_.find(hash_of(source));
    return found == HashIndex::none ? none : static_cast<std::uint16_t>(found);
}

std::uint16_t FollowedPaths::add(const AnswerSource& source) {
    // With room for its group, too: for want of memory a host that answers must not be refused.
    if (!by_source_.reserve_one() || !groups_.reserve()) return none;
    std::uint16_t number = 0;
    while (number < end() && paths_[number].is_used) ++number;
    if (number == end()) {
        if (end() == limits::watch_paths_max || !paths_.push_back({})) return none;
    }
    paths_[number] = {};
    paths_[number].is_used = true;
    paths_[number].source = source;
    by_source_.insert(hash_of(source), number);
    return number;
}

bool FollowedPaths::confirm(std::uint16_t path) {
    FollowedPath& answering = paths_[path];
    if (!answering.is_confirmed) answering.is_confirmed = groups_.add(answering.source.group);
    return answering.is_confirmed;
}

void FollowedPaths::remove(std::uint16_t path) {
    if (paths_[path].is_confirmed) groups_.remove(paths_[path].source.group);
    by_source_.erase(hash_of(paths_[path].source), path);
    paths_[path] = {};
}

void FollowedPaths::move(std::uint16_t path, const AnswerSource& source) {
    by_source_.erase(hash_of(paths_[path].source), path);
    const std::uint64_t group = paths_[path].source.group;
    paths_[path].source = source;
    paths_[path].source.group = group;
    by_source_.insert(hash_of(source), path);
}

std::uint16_t FollowedPaths::leader_of(std::uint16_t path) const {
    const auto rank = [&](std::uint16_t number) {
        const FollowedPath& each = paths_[number];
        return (each.is_responsive() ? 2 : 0) + (each.is_in_step ? 1 : 0);
    };
    std::uint16_t leader = path;
    for_each_other(path, [&](std::uint16_t other) {
        const int more = rank(other) - rank(leader);
        if (more > 0 || (more == 0 && other < leader)) leader = other;
    });
    return leader;
}

std::uint16_t FollowedPaths::surplus_candidate() const {
    std::size_t candidates = 0;
    std::uint16_t most_asked = none;
    for (std::uint16_t number = 0; number < end(); ++number) {
        const FollowedPath& path = paths_[number];
        if (!path.is_used || path.is_confirmed || path.is_given) continue;
        ++candidates;
        if (most_asked == none) most_asked = number;
        const FollowedPath& best = paths_[most_asked];
        const bool is_older = path.tries == best.tries && path.heard_us < best.heard_us;
        if (path.tries > best.tries || is_older) most_asked = number;
    }
    return candidates < limits::watch_candidates_max ? none : most_asked;
}

}  // namespace mpdisc::core
