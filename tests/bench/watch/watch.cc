// SPDX-License-Identifier: MIT
//
// Measures how fast a watch tells of changes on other hosts, and what it costs, beside Avahi. It
// uses real processes on hosts that are network namespaces.
//
//   watch [-f table|tsv] [-r RUNS] [events] [avahi] [lost] [traffic] [idle] [memory]
//
// Without names it measures all. RUNS is the number of events of each kind. The directories come
// from the same variables as for speed (tests/bench/speed/speed.cc). Exit status: 0 if all demands
// are met, 1 if not, 2 for wrong use, 3 if it could not measure.
#include "tests/bench/support/parts.h"
#include "tests/bench/watch/measurements.h"

int main(int argc, char** argv) {
    using namespace mpdisc::bench;
    const Part parts[] = {{"events", measure_events}, {"avahi", measure_avahi},
                          {"lost", measure_lost},     {"traffic", measure_traffic},
                          {"idle", measure_idle},     {"memory", measure_memory}};
    return run_parts(argc, argv, parts);
}
