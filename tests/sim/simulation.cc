// SPDX-License-Identifier: MIT
#include "tests/sim/simulation.h"

#include "tests/sim/faults.h"
#include "tests/sim/verdict.h"
#include "tests/sim/watchdog.h"

namespace mpdisc::sim {
namespace {

/// Clients end within their time-out of a second, and the schedule's whims.
constexpr TimeUs clients_max_us = 2 * second;
constexpr TimeUs silence_us = 100 * second;

class Simulation {
   public:
    Simulation(std::uint64_t seed, const Profile& profile, bool prints_trace)
        : world_(seed, profile, prints_trace),
          network_(world_),
          watchdog_(world_, network_, log_),
          faults_(world_, network_, log_,
                  {[this](ProviderProgram& primary) { watchdog_.primary_hangs(primary); },
                   [this](ProbeProgram& probe) { watchdog_.probe_done(probe); }}),
          verdict_(world_, network_, watchdog_) {
        world_.observer = &watchdog_;
    }

    RunResult run() {
        faults_.begin();
        pass(world_.profile.faults_us);
        faults_.calm();
        watchdog_.calm();
        pass(world_.profile.bound_us());
        if (!has_failed()) verdict_.check_roles();
        if (!has_failed()) verdict_.ask();
        pass(clients_max_us);
        if (!has_failed()) verdict_.check_asked();
        if (!has_failed()) verdict_.check_books();
        verdict_.begin_silence();
        pass(silence_us);
        if (!has_failed()) verdict_.check_silence(silence_us);
        return {world_.failure, world_.trace.hash()};
    }

   private:
    [[nodiscard]] bool has_failed() const { return !world_.failure.empty(); }

    void pass(TimeUs duration_us) {
        if (has_failed()) return;
        if (!world_.clock.run_until(world_.now_us() + duration_us)) {
            world_.fail("progress", "time stands still");
        }
    }

    World world_;
    Network network_;
    FaultLog log_;
    Watchdog watchdog_;
    Faults faults_;
    Verdict verdict_;
};

}  // namespace

RunResult simulate(std::uint64_t seed, const Profile& profile, bool prints_trace) {
    return Simulation(seed, profile, prints_trace).run();
}

}  // namespace mpdisc::sim
