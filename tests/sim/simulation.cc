// SPDX-License-Identifier: MIT
#include "tests/sim/simulation.h"

#include "tests/sim/faults.h"
#include "tests/sim/final_checks.h"
#include "tests/sim/invariants.h"
#include "tests/sim/neighbourhood_checks.h"

namespace mpdisc::sim {
namespace {

/// Clients end within their time-out of one second, plus scheduling delays.
constexpr TimeUs clients_max_us = 2 * second;
constexpr TimeUs silence_us = 100 * second;

class Simulation {
   public:
    Simulation(std::uint64_t seed, const Profile& profile, bool prints_trace)
        : world_(seed, profile, prints_trace),
          network_(world_),
          invariants_(world_, network_, log_),
          faults_(world_, network_, log_,
                  {[this](ProviderProgram& primary) { invariants_.primary_hangs(primary); },
                   [this](ProbeProgram& probe) { invariants_.probe_done(probe); }}),
          final_checks_(world_, network_, invariants_),
          neighbourhood_checks_(world_, network_, invariants_) {
        world_.observer = &invariants_;
    }

    RunResult run() {
        faults_.begin();
        world_.pass(world_.profile.faults_us);
        faults_.calm();
        invariants_.calm();
        world_.pass(world_.profile.bound_us());
        if (!has_failed()) final_checks_.check_roles();
        if (!has_failed()) final_checks_.ask();
        world_.pass(clients_max_us);
        if (!has_failed()) final_checks_.check_asked();
        if (!has_failed()) final_checks_.check_resources();
        if (!has_failed()) neighbourhood_checks_.check_early();
        change_twice();
        final_checks_.begin_silence();
        world_.pass(NeighbourhoodChecks::settling_us);
        neighbourhood_checks_.begin_rest();
        world_.pass(silence_us - NeighbourhoodChecks::settling_us);
        if (!has_failed()) final_checks_.check_silence(silence_us);
        if (!has_failed()) neighbourhood_checks_.check_rest();
        return {world_.failure, world_.trace.hash()};
    }

   private:
    /// Services change soon after the last repetition of an announcement. Others must learn of it
    /// within a second.
    void change_twice() {
        neighbourhood_checks_.change_services();
        world_.pass(3'500 * ms);
        neighbourhood_checks_.change_services();
        world_.pass(1'100 * ms);
        if (!has_failed()) neighbourhood_checks_.check_early();
        world_.pass(3'500 * ms);
    }
    [[nodiscard]] bool has_failed() const { return !world_.failure.empty(); }

    World world_;
    Network network_;
    FaultLog log_;
    Invariants invariants_;
    Faults faults_;
    FinalChecks final_checks_;
    NeighbourhoodChecks neighbourhood_checks_;
};

}  // namespace

RunResult simulate(std::uint64_t seed, const Profile& profile, bool prints_trace) {
    return Simulation(seed, profile, prints_trace).run();
}

}  // namespace mpdisc::sim
