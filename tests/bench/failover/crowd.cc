// SPDX-License-Identifier: MIT
#include "tests/bench/failover/measurements.h"
#include "tests/bench/failover/takeover.h"
#include "tests/bench/support/probing.h"

namespace mpdisc::bench {

bool measure_crowd(Lab& lab, std::size_t count, int runs) {
    if (!lab.providers().start(count)) return false;
    const TimeUs start_us = monotonic_us();
    const TimeUs started_us =
        since(start_us, await_registry(patience_end(), [&](const Registry& registry) {
                  return has_exactly(registry, lab.providers().processes());
              }));
    std::vector<TimeUs> held;
    std::vector<TimeUs> registered;
    ProbeSeries probes;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        const Takeover takeover = measure_takeover(lab);
        held.push_back(takeover.held_us);
        registered.push_back(takeover.registered_us);
        probes.add(run_probe(lab.probe()), count - 1);
        if (!lab.providers().restart(lab.primary())) return false;
    }
    Figures& figures = lab.figures();
    figures.times("all registered after the last start", {started_us}, Demand::Of::max_at_most,
                  2'000'000);
    figures.times("primary killed: port held again", held, Demand::Of::max_at_most, 1'000'000);
    figures.times("primary killed: all registered", registered, Demand::Of::max_at_most, 1'000'000);
    figures.successes("primary killed: probe then finds all, complete", probes.finds_all);
    return true;
}

}  // namespace mpdisc::bench
