// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "mpdisc/service.h"
#include "wire/service_list.h"

namespace mpdisc::core {

/// Where the services are that a filter may match, so that a request costs what is found and not
/// what is registered: each service is listed under its type and under its name. It knows services
/// by their owner (a number that the user of this class gives) and their place among the owner's.
class ServiceIndex {
   public:
    static constexpr std::uint32_t none = UINT32_MAX;

    explicit ServiceIndex(std::uint64_t hash_key) : hash_key_(hash_key) {}

    /// Whether this build has it. Else it lists nothing, and never finds anything.
    [[nodiscard]] static bool is_kept();

    /// Lists the services among `fields`; `out` stands for these listings. False for want of
    /// memory; then nothing is listed.
    [[nodiscard]] bool add(std::uint32_t owner, wire::Bytes fields, std::uint32_t& out);
    /// Takes what add() gave off the lists.
    void remove(std::uint32_t listings);

    /// Whether most of the memory is for services that are gone; a new index of the rest is
    /// smaller.
    [[nodiscard]] bool is_sparse() const {
        return postings_.size() >= sparse_min && listed_ < postings_.size() / 4;
    }
    void swap(ServiceIndex& other);

    /// A service that may match.
    struct Listing {
        std::uint32_t owner = 0;
        /// Of its SERVICE field among the owner's.
        std::uint32_t offset = 0;
        /// The next one on the list; `none` behind the last. All of an owner's stand together.
        std::uint32_t next = none;
    };
    /// The first on the list of services that may match a filter with a type or a name; `none`
    /// where nothing does.
    [[nodiscard]] std::uint32_t first(const Filter& filter) const;
    [[nodiscard]] const Listing& operator[](std::uint32_t number) const {
        return postings_[number].listing;
    }

   private:
    enum class Kind : std::uint8_t { type, name };

    /// A type or a name, and its list. Two that share a hash share a list, too.
    struct Term {
        std::uint64_t hash = 0;
        std::uint32_t first = none;
        std::uint32_t last = none;
    };
    struct Posting {
        Listing listing;
        std::uint32_t previous = none;
        std::uint32_t term = none;
        /// The same owner's next one; of a free one the next free one.
        std::uint32_t sibling = none;
    };

    static constexpr std::size_t sparse_min = 1024;

    [[nodiscard]] std::uint64_t hash_of(Kind kind, std::string_view text) const;
    [[nodiscard]] std::uint32_t find_term(std::uint64_t hash) const;
    [[nodiscard]] bool list(std::uint64_t hash, std::uint32_t owner, std::uint32_t offset,
                            std::uint32_t& siblings);
    [[nodiscard]] std::uint32_t allocate_term(std::uint64_t hash);
    void unlink(std::uint32_t number);

   public:
    /// What a service takes of memory here at most: it stands under a type and under a name.
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
