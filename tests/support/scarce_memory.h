// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace mpdisc::test {

/// While it lives, allocations of the code linked into the test program fail: the first `granted`
/// succeed, the next `denied` fail, and all later ones succeed. Allocations by shared libraries
/// never fail: the tests' own containers keep working.
class ScarceMemory {
   public:
    static constexpr std::size_t for_good = SIZE_MAX;

    explicit ScarceMemory(std::size_t granted, std::size_t denied = for_good);
    ~ScarceMemory();
    ScarceMemory(const ScarceMemory&) = delete;
    ScarceMemory& operator=(const ScarceMemory&) = delete;

    /// True if an allocation was denied.
    [[nodiscard]] bool has_denied() const;
};

}  // namespace mpdisc::test
