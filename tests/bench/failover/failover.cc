// SPDX-License-Identifier: MIT
//
// Measures the effect on a host's other providers when one of them dies or hangs. It uses real
// processes in a separate network.
//
//   failover [-f table|tsv] [-n PROVIDERS] [-r RUNS] [kill] [secondary] [hang] [thousand]
//
// Without names it measures all, as often as each demand says; hangs take seconds, so their number
// is small. The programs come from $MPDISC_BIN (default: build). Exit status: 0 if all demands are
// met, 1 if not, 2 for wrong use, 3 if it could not measure.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/bench/failover/measurements.h"
#include "tests/bench/support/own_network.h"

namespace mpdisc::bench {
namespace {

struct Plan {
    Figures::Format format = Figures::Format::table;
    std::size_t providers = 100;
    /// 0: the default number of each measurement.
    int runs = 0;
    bool kill = false;
    bool secondary = false;
    bool hang = false;
    bool thousand = false;

    [[nodiscard]] int runs_or(int demanded) const { return runs == 0 ? demanded : runs; }
};

template <typename Number>
bool parse(std::string_view text, Number least, Number& out) {
    const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
    return error == std::errc() && end == text.end() && out >= least;
}

bool choose(std::string_view name, Plan& plan) {
    if (name == "kill") return plan.kill = true;
    if (name == "secondary") return plan.secondary = true;
    if (name == "hang") return plan.hang = true;
    if (name == "thousand") return plan.thousand = true;
    return false;
}

bool parse(int argc, char** argv, Plan& plan) {
    for (int option; (option = getopt(argc, argv, "f:n:r:")) != -1;) {
        const bool is_good = option == 'f'   ? parse_format(optarg, plan.format)
                             : option == 'n' ? parse<std::size_t>(optarg, 3, plan.providers)
                             : option == 'r' ? parse(optarg, 1, plan.runs)
                                             : false;
        if (!is_good) return false;
    }
    if (optind == argc) plan.kill = plan.secondary = plan.hang = plan.thousand = true;
    for (int n = optind; n < argc; ++n) {
        if (!choose(argv[n], plan)) return false;
    }
    return true;
}

bool measure_some(const Plan& plan, const std::string& directory, Figures& figures) {
    if (!plan.kill && !plan.secondary && !plan.hang) return true;
    Lab lab(directory, figures);
    figures.begin_group(std::to_string(plan.providers) + " providers");
    return lab.providers().start(plan.providers) &&
           (!plan.kill || measure_kill(lab, plan.runs_or(50))) &&
           (!plan.secondary || measure_secondary(lab, plan.runs_or(50))) &&
           (!plan.hang || measure_hang(lab, plan.runs_or(5)));
}

bool measure_thousand(const Plan& plan, const std::string& directory, Figures& figures) {
    if (!plan.thousand) return true;
    constexpr std::size_t providers = 1000;
    figures.begin_group(std::to_string(providers) + " providers");
    Lab lab(directory, figures);
    return measure_crowd(lab, providers, plan.runs_or(5));
}

int run(const Plan& plan) {
    if (!enter_own_network()) {
        std::fputs("it takes root or user namespaces to make networks\n", stderr);
        return 3;
    }
    const char* given = std::getenv("MPDISC_BIN");
    const std::string directory = given == nullptr ? "build" : given;
    Figures figures(plan.format);
    if (!measure_some(plan, directory, figures) || !measure_thousand(plan, directory, figures)) {
        std::fputs("the providers could not be started, or did not find each other\n", stderr);
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
            "usage: failover [-f table|tsv] [-n PROVIDERS] [-r RUNS] "
            "[kill] [secondary] [hang] [thousand]\n",
            stderr);
        return 2;
    }
    return mpdisc::bench::run(plan);
}
