// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "tests/sim/client_programs.h"
#include "tests/sim/invariants.h"
#include "tests/sim/network.h"

namespace mpdisc::sim {

/// Checks the state after the recovery from all faults, and then the traffic of a long silence.
class FinalChecks {
   public:
    FinalChecks(World& world, Network& network, Invariants& invariants)
        : world_(world), network_(network), invariants_(invariants) {}

    void check_roles();
    /// Starts a status query and two probes on each host. Each answer is checked as it arrives.
    void ask();
    /// Checks that all of these clients have ended.
    void check_asked();
    /// No provider ran out of memory or lost an event, and each watches the right processes.
    void check_resources();
    void begin_silence();
    void check_silence(TimeUs lasted_us);

   private:
    struct Before {
        Invariants::Sent sent{};
        std::uint64_t events = 0;
        std::uint64_t port_tries = 0;
        std::uint64_t runs = 0;
    };

    void check_roles(Host& host);
    void check_status(Host& host, StatusProgram& status);
    void check_probe(ProbeProgram& probe);
    void check_resources(Host& host, const ProviderProgram& provider);
    [[nodiscard]] bool trusts_primary(const ProviderProgram& provider) const;
    void check_silence(ProviderProgram& provider, TimeUs lasted_us, unsigned& deputies);

    World& world_;
    Network& network_;
    Invariants& invariants_;
    unsigned asked_ = 0;
    std::map<std::string, Before> before_;
};

}  // namespace mpdisc::sim
