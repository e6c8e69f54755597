// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/sim/world.h"

namespace mpdisc::sim {

/// Checks how primaries number the states of their hosts: a primary never announces a smaller
/// revision than before, also if it was a secondary meanwhile, and never two numbers of services
/// with one revision. A watch that has missed the time between would not notice the change.
class AnnouncedStates {
   public:
    explicit AnnouncedStates(World& world) : world_(world) {}

    /// That program has sent a datagram.
    void check(const Program& program, const Packet& packet);

   private:
    struct State {
        std::uint32_t revision = 0;
        std::uint32_t services = 0;
    };

    World& world_;
    /// What each provider has announced last.
    std::map<const Program*, State> last_;
};

}  // namespace mpdisc::sim
