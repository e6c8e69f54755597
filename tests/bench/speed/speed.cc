// SPDX-License-Identifier: MIT
//
// Measures mpdisc's speed and memory, compared with floors and peers.
//
//   speed [-f table|tsv] [-r RUNS] [-s SERVICES] [requests] [fan-out] [probes] [growth]
//
// Without names it measures all. RUNS is the number of runs in each series of whole processes. With
// SERVICES, the probes look for that many services only, instead of 1, 10, 100 and 1,000. The
// programs come from $MPDISC_BIN (default: build), the floors from $MPDISC_BENCH_BIN (default:
// build/bench), scripts from $MPDISC_BENCH (default: tests/bench). Exit status: 0 if all demands
// are met, 1 if not, 2 for wrong use, 3 if it could not measure.
#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/parts.h"

namespace mpdisc::bench {
namespace {

/// `services` is the number that the probes look for; 0: each of the usual numbers.
bool measure_all_probes(const Setup& setup, int services) {
    if (services != 0) return measure_probes(setup, static_cast<std::size_t>(services));
    return measure_probes(setup, 1) && measure_probes(setup, 10) && measure_probes(setup, 100) &&
           measure_probes(setup, 1000);
}

}  // namespace
}  // namespace mpdisc::bench

int main(int argc, char** argv) {
    using namespace mpdisc::bench;
    int services = 0;
    const NumberOption services_option{'s', "SERVICES", services};
    const Part parts[] = {
        {"requests", measure_requests},
        {"fan-out", measure_fan_out},
        {"probes", [&](const Setup& setup) { return measure_all_probes(setup, services); }},
        {"growth", measure_growth},
    };
    return run_parts(argc, argv, parts, &services_option);
}
