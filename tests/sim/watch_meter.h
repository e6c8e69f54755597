// SPDX-License-Identifier: MIT
#pragma once

#include "tests/sim/network.h"
#include "tests/sim/watch_load.h"
#include "tests/sim/world.h"

namespace mpdisc::sim {

/// Counts the messages of watches and to watches on the link.
class WatchMeter final : public Observer {
   public:
    void stepped(Program&) override {}
    void told(ProviderProgram&, const ProviderEvent&) override {}
    void sent(Program& program, const Packet& packet) override;

    /// The traffic since the last call.
    [[nodiscard]] WatchTraffic take_traffic();

   private:
    WatchTraffic traffic_;
};

}  // namespace mpdisc::sim
