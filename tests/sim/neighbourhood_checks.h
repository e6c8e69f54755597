// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/sim/invariants.h"
#include "tests/sim/network.h"

namespace mpdisc::sim {

/// Checks that all hosts know each other after the recovery from all faults, and then ask nothing
/// more.
class NeighbourhoodChecks {
   public:
    NeighbourhoodChecks(World& world, Network& network, Invariants& invariants)
        : world_(world), network_(network), invariants_(invariants) {}

    /// After this time of calm, each host has heard each other one, and has asked about all that it
    /// had missed.
    static constexpr TimeUs settling_us = 65 * second;

    /// After the recovery. The hosts must know each other already if nothing has kept them from
    /// hearing each other.
    void check_early();
    /// The primary of each host has one more service.
    void change_services();
    /// The hosts have had the time to settle. From now on they ask nothing.
    void begin_rest();
    void check_rest();

   private:
    void check_hosts();
    void check_host(const Host& host);
    void check_entries(const Host& host, const ProviderProgram& primary);

    World& world_;
    Network& network_;
    Invariants& invariants_;
    std::map<std::string, std::uint64_t> asked_before_;
};

}  // namespace mpdisc::sim
