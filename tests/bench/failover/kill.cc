// SPDX-License-Identifier: MIT
#include <csignal>

#include "tests/bench/failover/measurements.h"
#include "tests/bench/failover/takeover.h"
#include "tests/bench/support/probing.h"

namespace mpdisc::bench {

bool measure_kill(Lab& lab, int runs) {
    std::vector<TimeUs> held;
    std::vector<TimeUs> registered;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        const Takeover takeover = measure_takeover(lab);
        held.push_back(takeover.held_us);
        registered.push_back(takeover.registered_us);
        if (!lab.providers().restart(lab.primary())) return false;
    }
    ProbeSeries probes;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        kill(lab.primary(), SIGKILL);
        probes.add(run_probe(lab.probe()), lab.providers().count() - 1);
        if (!lab.providers().restart(lab.primary())) return false;
    }
    Figures& figures = lab.figures();
    figures.times("primary killed: port held again", held, Demand::Of::median_at_most, 20'000);
    figures.times("primary killed: all registered, asked every ms", registered,
                  Demand::Of::median_at_most, 100'000);
    figures.successes("primary killed: probe at once finds all, complete", probes.finds_all);
    figures.times("primary killed: probe at once ends", probes.durations, Demand::Of::max_at_most,
                  1'000'000);
    return true;
}

bool measure_secondary(Lab& lab, int runs) {
    std::vector<TimeUs> gone;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        const pid_t victim = lab.next_secondary();
        const TimeUs start_us = monotonic_us();
        kill(victim, SIGKILL);
        gone.push_back(
            since(start_us, await_registry(patience_end(), [&](const Registry& registry) {
                      return !registry.empty() && !knows(registry, victim);
                  })));
        if (!lab.providers().restart(victim)) return false;
    }
    ProbeSeries probes;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        const pid_t victim = lab.next_secondary();
        kill(victim, SIGKILL);
        probes.add(run_probe(lab.probe()), lab.providers().count() - 1);
        if (!lab.providers().restart(victim)) return false;
    }
    Figures& figures = lab.figures();
    figures.times("secondary killed: gone from the registry", gone, Demand::Of::median_at_most,
                  50'000);
    figures.successes("secondary killed: probe at once finds all, complete", probes.finds_all);
    figures.times("secondary killed: probe at once ends", probes.durations, Demand::Of::max_at_most,
                  500'000);
    return true;
}

}  // namespace mpdisc::bench
