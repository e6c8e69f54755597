// SPDX-License-Identifier: MIT
#include "tests/sim/simulation.h"

#include <array>

#include "tests/sim/faults.h"
#include "tests/sim/final_checks.h"
#include "tests/sim/invariants.h"
#include "tests/sim/neighbourhood_checks.h"
#include "tests/sim/watch_checks.h"

namespace mpdisc::sim {
namespace {

/// Clients end within their time-out of one second, plus scheduling delays.
constexpr TimeUs clients_max_us = 2 * second;
constexpr TimeUs silence_us = 100 * second;

/// Two observers as one.
class Observers final : public Observer {
   public:
    Observers(Observer& first, Observer& second) : all_{&first, &second} {}

    void stepped(Program& program) override {
        for (Observer* each : all_) each->stepped(program);
    }
    void sent(Program& program, const Packet& packet) override {
        for (Observer* each : all_) each->sent(program, packet);
    }
    void received(Program& program, const Packet& packet) override {
        for (Observer* each : all_) each->received(program, packet);
    }
    void told(ProviderProgram& primary, const ProviderEvent& event) override {
        for (Observer* each : all_) each->told(primary, event);
    }

   private:
    std::array<Observer*, 2> all_;
};

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
          neighbourhood_checks_(world_, network_, invariants_),
          watch_checks_(world_, network_, log_, invariants_),
          observers_(invariants_, watch_checks_) {
        world_.observer = &observers_;
    }

    RunResult run() {
        faults_.begin();
        watch_checks_.begin();
        world_.pass(world_.profile.faults_us);
        faults_.calm();
        invariants_.calm();
        watch_checks_.calm();
        world_.pass(world_.profile.bound_us());
        if (!has_failed()) final_checks_.check_roles();
        if (!has_failed()) final_checks_.ask();
        world_.pass(clients_max_us);
        if (!has_failed()) final_checks_.check_asked();
        if (!has_failed()) final_checks_.check_resources();
        if (!has_failed()) neighbourhood_checks_.check_early();
        change_twice();
        watch();
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
    void watch() {
        world_.pass(watch_checks_.settling_us());
        if (!has_failed()) watch_checks_.check_lists();
        watch_checks_.end();
        world_.pass(second);
    }
    [[nodiscard]] bool has_failed() const { return !world_.failure.empty(); }

    World world_;
    Network network_;
    FaultLog log_;
    Invariants invariants_;
    Faults faults_;
    FinalChecks final_checks_;
    NeighbourhoodChecks neighbourhood_checks_;
    WatchChecks watch_checks_;
    Observers observers_;
};

}  // namespace

RunResult simulate(std::uint64_t seed, const Profile& profile, bool prints_trace) {
    return Simulation(seed, profile, prints_trace).run();
}

}  // namespace mpdisc::sim
