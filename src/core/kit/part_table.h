// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace mpdisc::core {

/// The code that tables of all kinds of parts share.
class PartMemory {
   public:
    PartMemory(const PartMemory&) = delete;
    PartMemory& operator=(const PartMemory&) = delete;

   protected:
    explicit PartMemory(std::size_t count) : count_(count) {}
    ~PartMemory();

    /// Part `n`. It consists of zeros at first. Null if there is no memory.
    [[nodiscard]] void* part(std::size_t n, std::size_t size);

   private:
    std::size_t count_;
    void** parts_ = nullptr;
};

/// A table of many small parts. A hash says which part an entry belongs to. Each part can be full
/// by itself. A part takes memory only when it is first used, because most parts never are. It
/// consists of zeros then.
template <typename Part, std::size_t count>
class PartTable : public PartMemory {
    static_assert(std::is_trivially_destructible_v<Part> && std::is_trivially_copyable_v<Part>);

   public:
    PartTable() : PartMemory(count) {}

    /// The part for entries with that hash. Null if there is no memory.
    [[nodiscard]] Part* part_of(std::uint64_t hash) {
        return static_cast<Part*>(part(static_cast<std::size_t>(hash >> 32) % count, sizeof(Part)));
    }
};

}  // namespace mpdisc::core
