// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace mpdisc::test {

/// While it lives, memory runs out for all that is linked into the test program: so many
/// allocations are granted, then so many are denied, then all are granted again. What shared
/// libraries take, as the tests' own containers do, is never denied.
class ScarceMemory {
   public:
    static constexpr std::size_t for_good = SIZE_MAX;

    explicit ScarceMemory(std::size_t granted, std::size_t denied = for_good);
    ~ScarceMemory();
    ScarceMemory(const ScarceMemory&) = delete;
    ScarceMemory& operator=(const ScarceMemory&) = delete;

    /// Whether any was denied so far.
    [[nodiscard]] bool has_denied() const;
};

}  // namespace mpdisc::test
