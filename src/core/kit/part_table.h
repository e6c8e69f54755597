// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace mpdisc::core {

/// What the tables of all parts have in common.
class PartMemory {
   public:
    PartMemory(const PartMemory&) = delete;
    PartMemory& operator=(const PartMemory&) = delete;

   protected:
    explicit PartMemory(std::size_t count) : count_(count) {}
    ~PartMemory();

    /// Of zeros, where nobody asked for it before; null for want of memory.
    [[nodiscard]] void* part(std::size_t n, std::size_t size);

   private:
    std::size_t count_;
    void** parts_ = nullptr;
};

/// A table of many small parts, each of which is full or not for itself: a hash tells which part
/// something belongs to. Memory is taken for a part when it is first asked for, as just one
/// provider of a host needs such a table.
template <typename Part, std::size_t count>
class PartTable : public PartMemory {
    static_assert(std::is_trivially_destructible_v<Part> && std::is_trivially_copyable_v<Part>);

   public:
    PartTable() : PartMemory(count) {}

    /// Null for want of memory. A part begins as zeros.
    [[nodiscard]] Part* part_of(std::uint64_t hash) {
        return static_cast<Part*>(part(static_cast<std::size_t>(hash >> 32) % count, sizeof(Part)));
    }
};

}  // namespace mpdisc::core
