// SPDX-License-Identifier: MIT
//
// Measures how fast a watch tells of changes on other hosts, and what it costs, beside Avahi. It
// uses real processes on hosts that are network namespaces.
//
//   watch [-f table|tsv] [-r RUNS] [events] [avahi] [lost] [traffic] [idle] [memory]
//
// Without names it measures all. RUNS is the number of events of each kind. The directories are the
// same as those of speed (tests/bench/speed/speed.cc). Exit status: 0 if all demands are met, 1 if
// not, 2 for wrong use, 3 if it could not measure.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/support/own_network.h"
#include "tests/bench/watch/measurements.h"

namespace mpdisc::bench {
namespace {

struct Part {
    const char* name;
    bool (*measure)(const Setup&);
};
constexpr Part parts[] = {{"events", measure_events}, {"avahi", measure_avahi},
                          {"lost", measure_lost},     {"traffic", measure_traffic},
                          {"idle", measure_idle},     {"memory", measure_memory}};

struct Plan {
    Figures::Format format = Figures::Format::table;
    int runs = 11;
    std::vector<Part> parts;
};

bool parse_count(std::string_view text, int& out) {
    const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
    return error == std::errc() && end == text.end() && out >= 1;
}

bool choose(std::string_view name, Plan& plan) {
    for (const Part& part : parts) {
        if (name != part.name) continue;
        plan.parts.push_back(part);
        return true;
    }
    return false;
}

bool parse(int argc, char** argv, Plan& plan) {
    for (int option; (option = getopt(argc, argv, "f:r:")) != -1;) {
        const bool is_good = option == 'f'   ? parse_format(optarg, plan.format)
                             : option == 'r' ? parse_count(optarg, plan.runs)
                                             : false;
        if (!is_good) return false;
    }
    for (int n = optind; n < argc; ++n) {
        if (!choose(argv[n], plan)) return false;
    }
    if (plan.parts.empty()) plan.parts.assign(std::begin(parts), std::end(parts));
    return true;
}

int run(const Plan& plan) {
    if (!enter_own_network()) {
        std::fputs("it takes root or user namespaces to make networks\n", stderr);
        return 3;
    }
    Figures figures(plan.format);
    const Setup setup = make_setup(figures, plan.runs);
    for (const Part& part : plan.parts) {
        if (part.measure(setup)) continue;
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
            "usage: watch [-f table|tsv] [-r RUNS] [events] [avahi] [lost] [traffic] [idle] "
            "[memory]\n",
            stderr);
        return 2;
    }
    return mpdisc::bench::run(plan);
}
