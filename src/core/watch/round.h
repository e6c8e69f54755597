// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/watch/followed_path.h"
#include "mpdisc/limits.h"
#include "wire/sketch.h"

namespace mpdisc::core {

/// One comparison of the catalogue with a host: shard by shard, a sketch tells the differences, and
/// the services that the catalogue lacks are fetched. Only at the end, services that the host does
/// not list are given up: one that has changed may have another shard now.
struct Round {
    static constexpr std::uint8_t cells_first = 24;

    bool is_used = false;
    TimeUs began_us = 0;
    /// The host's state, as the first answer tells it.
    HostState state;
    bool has_state = false;
    /// The state has changed meanwhile.
    bool is_stale = false;
    /// Something could not be compared or fetched. The next check tries again.
    bool has_given_up = false;
    /// The sketches showed a difference.
    bool has_difference = false;
    /// A service is gone by this path, but another path of the host still holds it. Or the path has
    /// shown a service that has changed.
    bool doubts_others = false;

    std::uint8_t cells = cells_first;
    std::uint16_t shard = 0;
    std::uint16_t shards = 1;
    /// All shards are compared, and services are fetched again from this one on.
    bool is_refreshing = false;
    std::uint32_t next_refreshed = 0;
    /// Some of these could not be fetched.
    bool has_missed_refresh = false;
    /// How often the present step was repeated.
    std::uint8_t repeats = 0;
    /// Some keys of a sketch have the same cells, so they were not read. With another transaction
    /// they have other cells.
    bool has_unread = false;
    /// How often all shards were compared before.
    std::uint8_t walks = 0;
    /// A service was found or fetched in the present transaction.
    bool has_progress = false;

    std::array<std::uint64_t, wire::Sketch::keys_max> wanted_keys{};
    std::size_t wanted_count = 0;
    [[nodiscard]] bool is_fetching() const { return wanted_count != 0; }
    [[nodiscard]] std::span<const std::uint64_t> wanted() const {
        return std::span(wanted_keys).first(wanted_count);
    }
    /// False if the key is not wanted.
    bool take_wanted(std::uint64_t key) {
        const auto end = wanted_keys.begin() + static_cast<std::ptrdiff_t>(wanted_count);
        const auto at = std::find(wanted_keys.begin(), end, key);
        if (at == end) return false;
        *at = wanted_keys[--wanted_count];
        return true;
    }
    /// Keys and shards belong to a transaction. With another one, all shards are compared again.
    /// The findings stay.
    void begin_again() {
        cells = cells_first;
        shard = 0;
        shards = 1;
        is_refreshing = false;
        next_refreshed = 0;
        repeats = 0;
        has_progress = false;
        has_unread = false;
        ++walks;
        wanted_count = 0;
    }
};
static_assert(wire::Sketch::keys_max <= limits::wanted_services_max,
              "one request must have room for all that a sketch shows");

}  // namespace mpdisc::core
