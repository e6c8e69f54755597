// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "mpdisc/service.h"
#include "wire/service_list.h"

namespace mpdisc::core {

/// Finds the services that a filter may match, so that the cost of a request depends on the number
/// of matches and not on the number of services. Each service is listed under its type and under
/// its name. A service is identified by its owner, which is a number of the caller, and by its
/// offset among the services of the owner.
class ServiceIndex {
   public:
    static constexpr std::uint32_t none = UINT32_MAX;

    explicit ServiceIndex(std::uint64_t hash_key) : hash_key_(hash_key) {}

    /// Whether this build has an index. Without one, nothing is listed or found.
    [[nodiscard]] static bool is_kept();

    /// Lists the services in `fields`. `out` receives a handle to these listings. False if there is
    /// no memory; then nothing is listed.
    [[nodiscard]] bool add(std::uint32_t owner, wire::Bytes fields, std::uint32_t& out);
    /// Removes the listings of a handle from add().
    void remove(std::uint32_t listings);

    /// Whether most of the memory is unused. Then a new index of the same services is smaller.
    [[nodiscard]] bool is_sparse() const {
        return postings_.size() >= sparse_min && listed_ < postings_.size() / 4;
    }
    void swap(ServiceIndex& other);

    /// A service that may match.
    struct Listing {
        std::uint32_t owner = 0;
        /// The offset of its SERVICE field among the fields of the owner.
        std::uint32_t offset = 0;
        /// The next one on the list; `none` at the end. Services of one owner come in sequence.
        std::uint32_t next = none;
    };
    /// The first on the list of services that may match the filter, which MUST have a type or a
    /// name; `none` if no service matches.
    [[nodiscard]] std::uint32_t first(const Filter& filter) const;
    [[nodiscard]] const Listing& operator[](std::uint32_t number) const {
        return postings_[number].listing;
    }

   private:
    enum class Kind : std::uint8_t { type, name };

    /// A type or a name, and its list. Terms with the same hash share one list.
    struct Term {
        std::uint64_t hash = 0;
        std::uint32_t first = none;
        std::uint32_t last = none;
    };
    struct Posting {
        Listing listing;
        std::uint32_t previous = none;
        std::uint32_t term = none;
        /// The next posting of the same owner. If this posting is free: the next free one.
        std::uint32_t sibling = none;
    };

    static constexpr std::size_t sparse_min = 1024;

    [[nodiscard]] std::uint64_t hash_of(Kind kind, std::string_view text) const;
    [[nodiscard]] bool list(std::uint64_t hash, std::uint32_t owner, std::uint32_t offset,
                            std::uint32_t& siblings);
    [[nodiscard]] std::uint32_t allocate_term(std::uint64_t hash);
    void unlink(std::uint32_t number);

   public:
    /// A service takes at most this much memory here: two postings and their terms.
    static constexpr std::size_t service_bytes_max =
        2 * (sizeof(Posting) + sizeof(Term) + HashIndex::entry_bytes_max);

   private:
    std::uint64_t hash_key_;
    HashIndex terms_by_hash_;
    Array<Term> terms_;
    Array<Posting> postings_;
    std::size_t listed_ = 0;
    std::uint32_t free_term_ = none;
    std::uint32_t free_posting_ = none;
};

}  // namespace mpdisc::core
