// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "tests/sim/host.h"
#include "tests/sim/neighbourhood.h"
#include "tests/sim/provider_program.h"

namespace mpdisc::sim {

/// Counts the messages about hosts on the link, and notes when each host reaches a goal.
class HostMeter : public Observer {
   public:
    using Goal = std::function<bool(const ProviderProgram&)>;

    explicit HostMeter(World& world) : world_(world) {}

    void stepped(Program& program) override;
    void told(ProviderProgram&, const ProviderEvent&) override {}
    void sent(Program& program, const Packet& packet) override;
    void received(Program& program, const Packet& packet) override;

    /// The traffic since the last call.
    [[nodiscard]] HostTraffic take_traffic();

    /// From now on, these providers are to reach that goal.
    void begin(const std::vector<ProviderProgram*>& providers, Goal goal);
    [[nodiscard]] bool is_reached() const { return pending_.empty(); }
    /// How many providers have not reached the goal.
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }
    /// Ends the goal.
    [[nodiscard]] Latency latency();

   private:
    struct Second {
        TimeUs begun_us = 0;
        std::uint64_t sent = 0;
    };

    World& world_;
    HostTraffic traffic_;
    std::map<const Program*, Second> seconds_;
    Goal goal_;
    TimeUs begun_us_ = 0;
    std::map<const Program*, const ProviderProgram*> pending_;
    std::vector<TimeUs> reached_us_;
};

}  // namespace mpdisc::sim
