// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "tests/sim/client_programs.h"
#include "tests/sim/fault_log.h"
#include "tests/sim/network.h"
#include "wire/format.h"

namespace mpdisc::sim {

/// Looks at each step of a run whether what must always hold does.
class Invariants final : public Observer {
   public:
    /// How many messages of each type.
    using Sent = std::array<std::uint64_t, wire::message_type_last + 1>;

    Invariants(World& world, Network& network, FaultLog& log);

    void stepped(Program& program) override;
    void sent(Program& program, const Packet& packet) override;
    void told(ProviderProgram& primary, const ProviderEvent& event) override;

    /// The network is in order from now on.
    void calm();
    /// Another one must be primary soon, unless something else happens meanwhile.
    void primary_hangs(ProviderProgram& primary);
    /// A probe that ran while nothing worse happened than the death of one primary.
    void probe_done(ProbeProgram& probe);

    /// What that program has sent so far.
    [[nodiscard]] const Sent& sent_by(const Program& program) { return sent_[program.label]; }

   private:
    struct Traffic {
        TimeUs window_us = 0;
        std::uint64_t count = 0;
    };

    void check_overlap(Host& host);
    /// Whether what one provider of that host sends to another now comes there.
    [[nodiscard]] bool hears_itself(const Host& host) const;
    void check_takeover(ProviderProgram& provider);
    void check_traffic(Program& program, wire::MessageType type);
    void check_roster(Program& program, const Packet& packet);
    /// Whether the system lets somebody take over from it.
    [[nodiscard]] static bool has_possible_successor(const ProviderProgram& primary);
    void check_successor(ProviderProgram& hung, std::size_t faults_before, bool all_registered);

    World& world_;
    Network& network_;
    FaultLog& log_;
    TimeUs calm_us_ = never_us;
    std::map<std::string, Sent> sent_;
    std::map<std::string, Traffic> traffic_;
    std::map<std::string, std::uint64_t> takeovers_;
    TimeUs roster_checked_us_ = 0;
};

}  // namespace mpdisc::sim
