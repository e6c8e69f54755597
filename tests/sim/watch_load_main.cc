// SPDX-License-Identifier: MIT
#include "tests/sim/watch_load_main.h"

#include <cstdio>
#include <vector>

#include "tests/sim/watch_load_table.h"

namespace mpdisc::sim {
namespace {

std::vector<WatchLoadSetup> setups_of(const WatchLoadOptions& chosen) {
    std::vector<WatchLoadSetup> setups = {
        {.hosts = 1, .watches = 1},
        {.hosts = 1, .watches = 1, .services = 1'000},
        {.hosts = 30, .watches = 100},
        {.hosts = 1'000, .watches = 10, .services = 5},
    };
    if (chosen.watches != 0) {
        setups = {{.hosts = static_cast<unsigned>(chosen.hosts),
                   .watches = static_cast<unsigned>(chosen.watches)}};
    }
    for (WatchLoadSetup& each : setups) each.loss_permille = chosen.loss_permille.value_or(0);
    return setups;
}

/// Returns whether the run has failed.
bool run_one(const RunOptions& options, const WatchLoadSetup& setup, std::uint64_t seed) {
    WatchLoadResult result = run_watch_load(seed, setup, options.prints_trace);
    if (options.twice && run_watch_load(seed, setup, false).trace_hash != result.trace_hash) {
        result.failure = "another run of the same seed did something else";
    }
    if (result.failure.empty()) result.failure = shortfall(setup, result);
    print_watch_load(setup, result);
    if (!result.failure.empty()) {
        const auto number = static_cast<unsigned long long>(seed);
        std::printf(
            "seed %llu: %s\n  replay: sim --watches %u --hosts %u --loss %llu --seed %llu\n",
            number, result.failure.c_str(), setup.watches, setup.hosts,
            static_cast<unsigned long long>(setup.loss_permille), number);
    }
    std::fflush(stdout);
    return !result.failure.empty();
}

}  // namespace

int run_watch_loads(const RunOptions& options, const WatchLoadOptions& chosen) {
    print_watch_load_legend();
    std::uint64_t failed = 0;
    for (const WatchLoadSetup& setup : setups_of(chosen)) {
        for (std::uint64_t n = 0; n < options.runs; ++n) {
            failed += run_one(options, setup, options.first_seed + n) ? 1 : 0;
        }
    }
    return failed == 0 ? 0 : 1;
}

}  // namespace mpdisc::sim
