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
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <set>
#include <string>

#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/own_network.h"

namespace mpdisc::bench {
namespace {

const std::set<std::string> all_names{"requests", "fan-out", "probes", "growth"};

struct Plan {
    Figures::Format format = Figures::Format::table;
    int runs = 11;
    /// The number of services that the probes look for; 0: each of the usual numbers.
    int services = 0;
    std::set<std::string> names;

    [[nodiscard]] bool has(const std::string& name) const { return names.contains(name); }
};

bool parse_count(std::string_view text, int& out) {
    const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
    return error == std::errc() && end == text.end() && out >= 1;
}

bool parse(int argc, char** argv, Plan& plan) {
    for (int option; (option = getopt(argc, argv, "f:r:s:")) != -1;) {
        const bool is_good = option == 'f'   ? parse_format(optarg, plan.format)
                             : option == 'r' ? parse_count(optarg, plan.runs)
                             : option == 's' ? parse_count(optarg, plan.services)
                                             : false;
        if (!is_good) return false;
    }
    plan.names.insert(argv + optind, argv + argc);
    for (const std::string& name : plan.names) {
        if (!all_names.contains(name)) return false;
    }
    if (plan.names.empty()) plan.names = all_names;
    return true;
}

bool measure_all_probes(const Setup& setup, int services) {
    if (services != 0) return measure_probes(setup, static_cast<std::size_t>(services));
    return measure_probes(setup, 1) && measure_probes(setup, 10) && measure_probes(setup, 100) &&
           measure_probes(setup, 1000);
}

int run(const Plan& plan) {
    if (!enter_own_network()) {
        std::fputs("it takes root or user namespaces to make networks\n", stderr);
        return 3;
    }
    Figures figures(plan.format);
    const Setup setup = make_setup(figures, plan.runs);
    const bool done = (!plan.has("requests") || measure_requests(setup)) &&
                      (!plan.has("fan-out") || measure_fan_out(setup)) &&
                      (!plan.has("probes") || measure_all_probes(setup, plan.services)) &&
                      (!plan.has("growth") || measure_growth(setup));
    if (!done) {
        std::fputs("the programs could not be started, or did not find each other\n", stderr);
        return 3;
    }
    return figures.all_met() ? 0 : 1;
}

}  // namespace
}  // namespace mpdisc::bench

int main(int argc, char** argv) {
    mpdisc::bench::Plan plan;
    if (!mpdisc::bench::parse(argc, argv, plan)) {
        std::fputs(
            "usage: speed [-f table|tsv] [-r RUNS] [-s SERVICES] [requests] [fan-out] [probes] "
            "[growth]\n",
            stderr);
        return 2;
    }
    return mpdisc::bench::run(plan);
}
