// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tests/sim/client_programs.h"
#include "tests/sim/invariants.h"
#include "tests/sim/network.h"

namespace mpdisc::sim {

/// What must hold when everything has got over its faults, and then for as long as nothing happens.
class FinalChecks {
   public:
    FinalChecks(World& world, Network& network, Invariants& invariants)
        : world_(world), network_(network), invariants_(invariants) {}

    void check_roles();
    /// Asks everybody for what it knows; the answers are checked as they come.
    void ask();
    /// All have answered.
    void check_asked();
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
