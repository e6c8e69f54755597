// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/group_counts.h"
#include "core/watch/followed_path.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// The paths that a watch follows, and the addresses that it asks whether a host is there.
class FollowedPaths {
   public:
    static constexpr std::uint16_t none = FollowedPath::no_round;

    /// `hash_key` is secret, so that no sender can choose addresses that collide.
    FollowedPaths(std::uint64_t hash_key, const HostRosters& hosts)
        : hash_key_(hash_key), hosts_(hosts) {}

    [[nodiscard]] std::uint16_t find(const AnswerSource& source) const;
    /// Adds a path that is not known. `none` if there is no room.
    [[nodiscard]] std::uint16_t add(const AnswerSource& source);
    /// The host has answered. False if the group of the path has its share of all paths already.
    [[nodiscard]] bool confirm(std::uint16_t path);
    void remove(std::uint16_t path);
    /// The path has this source now, which no other one may have. Its group stays the former one.
    void move(std::uint16_t path, const AnswerSource& source);

    /// Numbers are below end(), some of them not in use.
    [[nodiscard]] std::uint16_t end() const { return static_cast<std::uint16_t>(paths_.size()); }
    [[nodiscard]] FollowedPath& operator[](std::uint16_t path) { return paths_[path]; }
    [[nodiscard]] const FollowedPath& operator[](std::uint16_t path) const { return paths_[path]; }

    /// The host of a path; `none` if no answer has told it.
    [[nodiscard]] std::uint32_t host_of(std::uint16_t path) const {
        return hosts_.number_of(paths_[path].host);
    }
    /// The path by which the host of this one is asked first: one that answers, if there is one.
    [[nodiscard]] std::uint16_t leader_of(std::uint16_t path) const;
    /// Calls `visit(number)` for each other path of the same host.
    template <typename Visit>
    void for_each_other(std::uint16_t path, Visit visit) const {
        const std::uint32_t host = host_of(path);
        if (host == HostRosters::none) return;
        for (std::uint16_t number = 0; number < end(); ++number) {
            if (number != path && paths_[number].is_used && host_of(number) == host) visit(number);
        }
    }
    /// An address that was not confirmed, and was asked most often: the oldest one of several.
    /// `none` if there is room for more such addresses.
    [[nodiscard]] std::uint16_t surplus_candidate() const;

   private:
    [[nodiscard]] std::uint64_t hash_of(const AnswerSource& source) const;

    std::uint64_t hash_key_;
    const HostRosters& hosts_;
    Array<FollowedPath> paths_;
    HashIndex by_source_;
    /// The confirmed ones.
    GroupCounts groups_{limits::watch_paths_max};
};

}  // namespace mpdisc::core
