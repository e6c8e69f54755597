// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/host/address_kind.h"
#include "core/kit/array.h"
#include "core/kit/hash_index.h"

namespace mpdisc::core {

/// Where an answer came from, as far as the sender cannot choose it freely.
struct AnswerOrigin {
    /// As origin_group() gives it.
    std::uint64_t group = 0;
    /// A keyed hash that stands for the sender within its group.
    std::uint64_t sender = 0;
};

/// Counts the places that each sender has in a table. If the table is full, it says which sender
/// gives up a place for a newcomer: the sender with the most places, in the group with the most
/// places. So a flood takes places from itself. A sender gives up no place to one that would then
/// have as many. So a sender that gave up a place never gets it back.
class OriginShares {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    /// The number of that sender, a new one if needed. The sender loses it with its last place.
    /// `none` if there is no memory.
    [[nodiscard]] std::uint32_t find_or_add_sender(const AnswerOrigin& origin);
    /// Makes room for this many places. They must be given in order the first time.
    [[nodiscard]] bool reserve(std::uint32_t places);
    /// Gives the place, which must be free, to the sender.
    void add(std::uint32_t sender, std::uint32_t place);
    /// Takes the place from its sender.
    void remove(std::uint32_t place);
    /// The place to give to one more service of `origin`: the newest one of the sender that gives
    /// one up. `none` if no sender does.
    [[nodiscard]] std::uint32_t place_given_up_for(const AnswerOrigin& origin);

   private:
    struct Sender {
        std::uint64_t hash = 0;
        std::uint32_t group = 0;
        std::uint32_t count = 0;
        /// Its newest place. A free number: the next free number.
        std::uint32_t newest = none;
    };
    /// The sender that has a place, and the next newer and older places of that sender.
    struct Place {
        std::uint32_t sender = none;
        std::uint32_t newer = none;
        std::uint32_t older = none;
    };
    struct Group {
        std::uint64_t key = 0;
        std::uint32_t count = 0;
        /// No sender of the group has more places than this.
        std::uint32_t most = 0;
        /// The number at which the search for such a sender goes on.
        std::uint32_t search_from = 0;
    };

    [[nodiscard]] std::uint32_t find_group(std::uint64_t key) const;
    [[nodiscard]] std::uint32_t find_or_add_group(std::uint64_t key);
    void free_number(std::uint32_t sender);
    /// The sender that gives up a place; `none` if no sender does.
    [[nodiscard]] std::uint32_t donor_for(const AnswerOrigin& origin);
    [[nodiscard]] std::uint32_t largest_of(std::uint32_t group);

    Array<Group> groups_;
    Array<Sender> senders_;
    HashIndex by_hash_;
    std::uint32_t first_free_ = none;
    Array<Place> places_;
};

}  // namespace mpdisc::core
