// SPDX-License-Identifier: MIT
#include "measurements.h"
#include "probing.h"
#include "takeover.h"

namespace mpdisc::bench {

bool measure_crowd(Lab& lab, std::size_t count, int runs) {
    if (!lab.providers().start(count)) return false;
    const TimeUs start_us = monotonic_us();
    const TimeUs started_us =
        since(start_us, await_registry(patience_end(), [&](const Registry& registry) {
                  return is_just(registry, lab.providers().processes());
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
    figures.times("all registered after the last start", {started_us}, Figures::Demand::max,
                  2'000'000);
    figures.times("primary killed: port held again", held, Figures::Demand::max, 1'000'000);
    figures.times("primary killed: all registered", registered, Figures::Demand::max, 1'000'000);
    figures.successes("primary killed: probe then finds all, complete", probes.finds_all);
    return true;
}

}  // namespace mpdisc::bench
