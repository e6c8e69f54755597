// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "core/kit/array.h"

namespace mpdisc::core {

/// Finds the numbers of table entries by a hash of their keys. An entry may have several keys. The
/// keys stay in the table. Open addressing; at most half of the slots are used.
class HashIndex {
   public:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// The entry with that hash; `none` if there is none. Enough if equal hashes of different keys
    /// do no harm, or are as unlikely as with keyed_hash().
    [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;
    /// The same, and `same(entry)` must hold.
    template <typename Same>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Same same) const {
        if (slots_.empty()) return none;
        for (std::size_t at = home(hash); slots_[at].entry != none; at = next(at)) {
            if (slots_[at].hash == hash && same(slots_[at].entry)) return slots_[at].entry;
        }
        return none;
    }

    [[nodiscard]] std::size_t size() const { return count_; }
    /// An entry takes at most this many bytes, in a table that has grown.
    static constexpr std::size_t entry_bytes_max = 4 * (sizeof(std::uint64_t) * 2);
    /// Frees memory if only a small part of it is used.
    void trim();
    void swap(HashIndex& other) {
        slots_.swap(other.slots_);
        std::swap(count_, other.count_);
    }
    /// Makes room for `more` entries, at most 8. The insert() of these cannot fail then.
    [[nodiscard]] bool reserve(std::size_t more);
    [[nodiscard]] bool reserve_one() { return reserve(1); }
    void insert(std::uint64_t hash, std::uint32_t entry);
    /// The entry must be in the index with that hash.
    void erase(std::uint64_t hash, std::uint32_t entry);

   private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t entry = none;
    };

    [[nodiscard]] bool resize(std::size_t slots);
    [[nodiscard]] std::size_t home(std::uint64_t hash) const {
        return static_cast<std::size_t>(hash) & (slots_.size() - 1);
    }
    [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

    Array<Slot> slots_;
    std::size_t count_ = 0;
};

/// Hashes bytes with a secret key, so that no sender can choose keys that collide.
[[nodiscard]] std::uint64_t keyed_hash(std::uint64_t key, std::span<const std::uint8_t> bytes);
/// The same for a service's name or type, without regard to ASCII case. Only the first
/// limits::instance_name_max bytes count.
[[nodiscard]] std::uint64_t keyed_hash(std::uint64_t key, std::string_view text);

}  // namespace mpdisc::core
