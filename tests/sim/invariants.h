// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/sim/announced_states.h"
#include "tests/sim/client_programs.h"
#include "tests/sim/fault_log.h"
#include "tests/sim/host_ids.h"
#include "tests/sim/network.h"
#include "wire/format.h"

namespace mpdisc::sim {

/// Checks after each step of a run the invariants that must always hold.
class Invariants final : public Observer {
   public:
    /// The number of messages sent, by type.
    using Sent = std::array<std::uint64_t, wire::message_type_last + 1>;

    Invariants(World& world, Network& network, FaultLog& log);

    void stepped(Program& program) override;
    void sent(Program& program, const Packet& packet) override;
    void told(ProviderProgram& primary, const ProviderEvent& event) override;

    /// Called when all faults have ended.
    void calm();
    /// Called when a primary begins to hang. Another provider must soon be primary, unless another
    /// fault happens meanwhile.
    void primary_hangs(ProviderProgram& primary);
    /// Called when a probe has ended. It must have found everything, unless a fault worse than the
    /// death of one primary happened meanwhile.
    void probe_done(ProbeProgram& probe);

    /// What a search that this client began when it started must have found by now. Empty if a
    /// fault worse than the death of one primary has happened meanwhile.
    struct Findable {
        std::set<std::string> services;
        /// No fault has happened at all.
        bool is_untouched = true;
        /// A host has no provider any more. The others know it for a while.
        bool may_wait_for_dead = false;
    };
    [[nodiscard]] std::optional<Findable> findable_by(const Program& client, bool local_only) const;

    /// The questions, answers and lists that it has sent to single other hosts so far.
    [[nodiscard]] std::uint64_t questions_by(const Program& program) {
        return questions_[program.label];
    }
    /// The messages that the program has sent so far. HOST_ANNOUNCEMENT: only to all.
    [[nodiscard]] const Sent& sent_by(const Program& program) { return sent_[program.label]; }

   private:
    struct Traffic {
        TimeUs window_us = 0;
        std::uint64_t count = 0;
    };

    void check_overlap(Host& host);
    /// Whether the providers of that host can reach each other at present.
    [[nodiscard]] bool hears_itself(const Host& host) const;
    void check_takeover(ProviderProgram& provider);
    void check_traffic(Program& program, wire::MessageType type);
    void check_roster(Program& program, const Packet& packet);
    /// Whether the host has another provider that the system lets take over the port.
    [[nodiscard]] static bool has_possible_successor(const ProviderProgram& primary);
    void check_successor(ProviderProgram& hung, std::size_t faults_before, bool all_registered);

    World& world_;
    Network& network_;
    FaultLog& log_;
    TimeUs calm_us_ = never_us;
    std::map<std::string, Sent> sent_;
    std::map<std::string, std::uint64_t> questions_;
    HostIds host_ids_;
    AnnouncedStates announced_states_;
    std::map<std::string, Traffic> traffic_;
    std::map<std::string, std::uint64_t> takeovers_;
    TimeUs roster_checked_us_ = 0;
};

}  // namespace mpdisc::sim
