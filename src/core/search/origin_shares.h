// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"

namespace mpdisc::core {

/// Which address the sender of an answer has. A neighbour has few IPv4 addresses of its link's
/// network to choose from, but can claim any number of others, or of IPv6 addresses.
enum class AddressKind : std::uint8_t {
    own,
    link_ipv4,
    other_ipv4,
    link_local_ipv6,
    other_ipv6,
};

/// An interface and a kind of address that senders have there.
[[nodiscard]] constexpr std::uint64_t origin_group(std::uint32_t if_index, AddressKind kind) {
    return std::uint64_t{if_index} << 8 | static_cast<std::uint8_t>(kind);
}

/// Where an answer came from, as far as its sender could not choose that freely.
struct AnswerOrigin {
    /// As origin_group() gives it.
    std::uint64_t group = 0;
    /// A keyed hash that stands for the sender among its group.
    std::uint64_t sender = 0;
};

/// How many places of a full table each sender has, and which sender gives one up for a newcomer:
/// in the group that has the most, the sender that has the most. So a flood takes its places from
/// itself. No sender gives up a place to another one that would then have as many; so a sender that
/// gave one up never gets it back.
class OriginShares {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    /// The sender's number, to give it a place; it loses the number with its last place. `none` for
    /// want of memory.
    [[nodiscard]] std::uint32_t find_or_add_sender(const AnswerOrigin& origin);
    /// Makes room for so many places; those must be given one after the other at first.
    [[nodiscard]] bool reserve(std::uint32_t places);
    /// The sender gets that place, which must be free.
    void add(std::uint32_t sender, std::uint32_t place);
    /// That place is free now.
    void remove(std::uint32_t place);
    /// The place that is given up for one more of `origin`: the one that the sender with the most
    /// got last. `none` where no sender gives one up.
    [[nodiscard]] std::uint32_t place_given_up_for(const AnswerOrigin& origin);

   private:
    struct Sender {
        std::uint64_t hash = 0;
        std::uint32_t group = 0;
        std::uint32_t count = 0;
        /// The place that it got last. Of a free number, the next free one.
        std::uint32_t newest = none;
    };
    /// The sender of a place, and the places that this sender got next and before.
    struct Place {
        std::uint32_t sender = none;
        std::uint32_t newer = none;
        std::uint32_t older = none;
    };
    struct Group {
        std::uint64_t key = 0;
        std::uint32_t count = 0;
        /// None of its senders has more.
        std::uint32_t most = 0;
        /// Where the search for one that has so much goes on.
        std::uint32_t search_from = 0;
    };

    [[nodiscard]] std::uint32_t find(const AnswerOrigin& origin) const;
    [[nodiscard]] std::uint32_t find_group(std::uint64_t key) const;
    [[nodiscard]] std::uint32_t find_or_add_group(std::uint64_t key);
    void free_number(std::uint32_t sender);
    /// The sender that gives up a place; `none` where none does.
    [[nodiscard]] std::uint32_t donor_for(const AnswerOrigin& origin);
    [[nodiscard]] std::uint32_t largest_of(std::uint32_t group);

    Array<Group> groups_;
    Array<Sender> senders_;
    HashIndex by_hash_;
    std::uint32_t first_free_ = none;
    Array<Place> places_;
};

}  // namespace mpdisc::core
