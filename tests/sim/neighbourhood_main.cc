// SPDX-License-Identifier: MIT
#include "tests/sim/neighbourhood_main.h"

#include <cstdio>
#include <vector>

#include "tests/sim/neighbourhood_table.h"

namespace mpdisc::sim {
namespace {

std::vector<NeighbourhoodSetup> setups_of(const NeighbourhoodOptions& chosen) {
    std::vector<unsigned> hosts = {1, 2, 30, 100, 1000};
    if (chosen.hosts != 0) hosts = {static_cast<unsigned>(chosen.hosts)};
    std::vector<std::uint64_t> losses = {0, 50};
    if (chosen.loss_permille) losses = {*chosen.loss_permille};
    std::vector<NeighbourhoodSetup> setups;
    for (const unsigned count : hosts) {
        for (const std::uint64_t loss : losses) setups.push_back({count, loss});
    }
    return setups;
}

/// Returns whether the run has failed.
bool run_one(const RunOptions& options, const NeighbourhoodSetup& setup, std::uint64_t seed) {
    NeighbourhoodResult result = run_neighbourhood(seed, setup, options.prints_trace);
    if (options.twice && run_neighbourhood(seed, setup, false).trace_hash != result.trace_hash) {
        result.failure = "another run of the same seed did something else";
    }
    if (result.failure.empty()) result.failure = shortfall(setup, result);
    print_neighbourhood(setup, result);
    if (!result.failure.empty()) {
        const auto number = static_cast<unsigned long long>(seed);
        std::printf("seed %llu: %s\n  replay: sim --neighbourhood %u --loss %llu --seed %llu\n",
                    number, result.failure.c_str(), setup.hosts,
                    static_cast<unsigned long long>(setup.loss_permille), number);
    }
    std::fflush(stdout);
    return !result.failure.empty();
}

}  // namespace

int run_neighbourhoods(const RunOptions& options, const NeighbourhoodOptions& chosen) {
    print_neighbourhood_legend();
    std::uint64_t failed = 0;
    for (const NeighbourhoodSetup& setup : setups_of(chosen)) {
        for (std::uint64_t n = 0; n < options.runs; ++n) {
            failed += run_one(options, setup, options.first_seed + n) ? 1 : 0;
        }
    }
    return failed == 0 ? 0 : 1;
}

}  // namespace mpdisc::sim
