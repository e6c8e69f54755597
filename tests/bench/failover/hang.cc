// SPDX-License-Identifier: MIT
#include <csignal>

#include "tests/bench/failover/measurements.h"
#include "tests/bench/failover/takeover.h"
#include "tests/bench/support/probing.h"

namespace mpdisc::bench {

bool measure_hang(Lab& lab, int runs) {
    std::vector<TimeUs> taken_over;
    std::vector<TimeUs> woken;
    ProbeSeries probes;
    ProbeSeries probes_again;
    for (int run = 0; run < runs; ++run) {
        if (!lab.settle()) return false;
        const pid_t hanging = lab.primary();
        const std::vector<pid_t> others = lab.all_but(hanging);
        TimeUs start_us = monotonic_us();
        kill(hanging, SIGSTOP);
        bool done = await_registry(patience_end(), [&](const Registry& registry) {
            return has_exactly(registry, others);
        });
        taken_over.push_back(since(start_us, done));
        probes.add(run_probe(lab.probe()), others.size());

        start_us = monotonic_us();
        kill(hanging, SIGCONT);
        done = await_registry(patience_end(), [&](const Registry& registry) {
            return has_exactly(registry, lab.providers().processes());
        });
        woken.push_back(since(start_us, done));
        probes_again.add(run_probe(lab.probe()), lab.providers().count());
    }
    Figures& figures = lab.figures();
    figures.times("primary hangs: all with its deputy", taken_over, Demand::Of::max_at_most,
                  4'000'000);
    figures.successes("primary hangs: probe then finds the others", probes.finds_all);
    figures.times("primary goes on: it is a secondary", woken, Demand::Of::max_at_most, 1'000'000);
    figures.successes("primary goes on: probe then finds all, once", probes_again.finds_all);
    return true;
}

}  // namespace mpdisc::bench
