// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/array.h"
#include "core/hash_index.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// What a probe knows of each host: how many services its primary says there are, and how many
/// have come. A host is known by its primary's id.
class HostRosters {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    explicit HostRosters(std::uint64_t hash_key) : hash_key_(hash_key) {}

    /// Takes in what an answer says of its host; returns the host's number. `none` when there are
    /// too many, or without memory: from then on nobody knows whether everything has come.
    [[nodiscard]] std::uint32_t note(const wire::Roster& roster);
    /// A service of that host was found.
    void add_found(std::uint32_t host) {
        if (host != none) ++hosts_[host].found;
    }
    /// A service that was found is of another host by now, or still of the same. Another one means
    /// that the primary changed, and what the former one said holds no more.
    void move_found(std::uint32_t from, std::uint32_t to);

    /// Hosts of which something is missing, or may be; those that did not fit count as one.
    [[nodiscard]] std::uint32_t incomplete_hosts() const;
    [[nodiscard]] std::uint32_t missing_services() const;

   private:
    struct Host {
        ProviderId primary;
        std::uint32_t matching = 0;
        std::uint32_t revision = 0;
        std::uint32_t found = 0;
        /// What it says may grow still.
        bool settled = true;
        bool superseded = false;

        [[nodiscard]] std::uint32_t missing() const {
            return !superseded && matching > found ? matching - found : 0;
        }
        [[nodiscard]] bool is_incomplete() const {
            return missing() != 0 || (!superseded && !settled);
        }
    };

    [[nodiscard]] std::uint32_t add(std::uint64_t hash, const wire::Roster& roster);

    std::uint64_t hash_key_;
    bool overflowed_ = false;
    Array<Host> hosts_;
    HashIndex index_;
};

}  // namespace mpdisc::core
