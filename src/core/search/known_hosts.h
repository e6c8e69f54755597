// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/host_rosters.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// The hosts that exist, as the hosts of this link say (mpdisc.7, NEIGHBOURHOOD). A search waits
/// for each of them that may have a matching service.
class KnownHosts {
   public:
    /// `hash_key` is secret, so that no sender can choose ids that collide.
    /// `trusts_ids`: answers are sealed, so an answer with the id of a host's primary is the
    /// host's, wherever it comes from.
    explicit KnownHosts(std::uint64_t hash_key, bool trusts_ids = false)
        : hash_key_(hash_key), trusts_ids_(trusts_ids) {}

    struct Host {
        HostId id;
        ProviderId primary;
        std::uint32_t revision = 0;
        std::uint32_t services = 0;
        /// How long ago the host was heard that listed it.
        std::uint32_t age_s = 0;
        /// It may have a service that the search looks for.
        bool may_match = false;
        /// A list has it, or it gave one. Otherwise it only told of itself.
        bool is_listed = false;
        std::uint8_t source_count = 0;
        std::array<AnswerSource, limits::neighbour_addresses_max> sources{};

        [[nodiscard]] std::span<const AnswerSource> all_sources() const {
            return std::span(sources).first(source_count);
        }
    };

    /// The host with that id has this address. Its id stands for it, since it answers each attempt
    /// from one address only. The first addresses are kept; it is asked there. False if there are
    /// too many hosts, or there is no memory.
    [[nodiscard]] bool add(const wire::HostDescription& host, std::uint32_t age_s, bool may_match,
                           bool is_listed, const AnswerSource& source);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hosts_.size()); }
    [[nodiscard]] const Host& operator[](std::uint32_t number) const { return hosts_[number]; }

    /// Whether the search still waits for this host to answer from one of its addresses.
    [[nodiscard]] bool is_silent(std::uint32_t number, const HostRosters& heard) const;
    /// Whether it waits for none.
    [[nodiscard]] bool have_answered(const HostRosters& heard) const;

   private:
    std::uint64_t hash_key_;
    bool trusts_ids_;
    Array<Host> hosts_;
    HashIndex by_id_;
    /// The hosts before this one have answered.
    mutable std::uint32_t first_silent_ = 0;
};

}  // namespace mpdisc::core
