// SPDX-License-Identifier: MIT
//
// Runs the providers and clients of src/core on simulated hosts, and checks them by
// tests/sim/invariants.h, tests/sim/final_checks.h and tests/sim/watch_checks.h. One seed is one
// run. With --search it measures how completely and how fast a client finds all services
// (tests/sim/search.h). With --neighbourhood it measures how many hosts learn of each other
// (tests/sim/neighbourhood.h). With --watches it measures what many watches send, and how soon they
// tell a change (tests/sim/watch_load.h).

#include <charconv>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tests/sim/neighbourhood_main.h"
#include "tests/sim/search_main.h"
#include "tests/sim/simulation.h"
#include "tests/sim/watch_load_main.h"

namespace {

using namespace mpdisc::sim;

struct Options {
    RunOptions run;
    bool until_failure = false;
    /// Gives all programs a key in every run, not only in the runs of some seeds.
    bool has_keys = false;
    std::string_view profile;
    std::vector<std::string_view> without;
    SearchOptions search;
    bool has_neighbourhood = false;
    NeighbourhoodOptions neighbourhood;
    bool has_watches = false;
    WatchLoadOptions watches;
};

constexpr const char* usage =
    "usage: sim [--seed N] [--first-seed N] [--runs N] [--profile NAME] [--without FAULT]\n"
    "           [--twice] [--until-failure] [--keys] [--trace]\n"
    "       sim --search NAME|all [--loss PERMILLE] [--disturbed] [--seed N] [--runs N] [--twice]\n"
    "           [--trace]\n"
    "       sim --neighbourhood HOSTS|all [--loss PERMILLE] [--seed N] [--runs N] [--twice]\n"
    "           [--trace]\n"
    "       sim --watches WATCHES|all [--hosts HOSTS] [--loss PERMILLE] [--seed N] [--runs N]\n"
    "           [--twice] [--trace]\n"
    "profiles: kill hang container storm suspend jump scarce renewal wall-jump keyed other-keys;\n"
    "          without one each seed draws its own\n"
    "searches: local_10 local_100 local_1000 one_host_1 one_host_100 one_host_300 one_host_1000\n"
    "          big_5000 hosts_30x10 hosts_100x10 hosts_1000\n";

bool read_number(std::string_view text, std::uint64_t& out) {
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, out);
    return error == std::errc{} && at == end;
}

bool read_count(std::string_view text, std::uint64_t max, std::uint64_t& out) {
    return read_number(text, out) && out != 0 && out <= max;
}

bool read_hosts(std::string_view text, Options& out) {
    out.has_neighbourhood = true;
    return text == "all" || read_count(text, neighbourhood_hosts_max, out.neighbourhood.hosts);
}

bool read_watches(std::string_view text, Options& out) {
    out.has_watches = true;
    return text == "all" || read_count(text, watches_max, out.watches.watches);
}

bool make_profile(const Options& options, std::uint64_t seed, Profile& out) {
    out = draw_profile(seed);
    if (!options.profile.empty() && !find_profile(options.profile, seed, out)) return false;
    out.has_keys |= options.has_keys;
    for (const std::string_view fault : options.without) {
        if (!switch_off(fault, out)) return false;
    }
    return true;
}

bool read_options(int argc, char** argv, Options& out) {
    for (int n = 1; n < argc; ++n) {
        const std::string_view option = argv[n];
        const bool has_value = n + 1 < argc;
        if (option == "--trace") {
            out.run.prints_trace = true;
        } else if (option == "--twice") {
            out.run.twice = true;
        } else if (option == "--until-failure") {
            out.until_failure = true;
        } else if (option == "--keys") {
            out.has_keys = true;
        } else if (option == "--disturbed") {
            out.search.is_disturbed = true;
        } else if (option == "--search" && has_value) {
            out.search.name = argv[++n];
        } else if (option == "--loss" && has_value) {
            if (!read_number(argv[++n], out.search.loss_permille.emplace())) return false;
            out.neighbourhood.loss_permille = out.search.loss_permille;
            out.watches.loss_permille = out.search.loss_permille;
        } else if (option == "--neighbourhood" && has_value) {
            if (!read_hosts(argv[++n], out)) return false;
        } else if (option == "--watches" && has_value) {
            if (!read_watches(argv[++n], out)) return false;
        } else if (option == "--hosts" && has_value) {
            if (!read_count(argv[++n], neighbourhood_hosts_max, out.watches.hosts)) return false;
        } else if (option == "--without" && has_value) {
            out.without.push_back(argv[++n]);
        } else if (option == "--profile" && has_value) {
            out.profile = argv[++n];
        } else if ((option == "--seed" || option == "--first-seed") && has_value) {
            if (!read_number(argv[++n], out.run.first_seed)) return false;
        } else if (option == "--runs" && has_value) {
            if (!read_number(argv[++n], out.run.runs)) return false;
        } else {
            return false;
        }
    }
    if (out.search.loss_permille.value_or(0) > 1000) return false;
    if (out.has_neighbourhood || out.has_watches) return true;
    if (!out.search.name.empty()) return is_search(out.search.name);
    Profile profile;
    return make_profile(out, out.run.first_seed, profile);
}

bool passes(const Options& options, std::uint64_t seed) {
    Profile profile;
    (void)make_profile(options, seed, profile);
    if (options.run.prints_trace) std::printf("%s\n", text_of(profile).c_str());
    RunResult result = simulate(seed, profile, options.run.prints_trace);
    if (options.run.twice && simulate(seed, profile, false).trace_hash != result.trace_hash) {
        result.failure = "another run of the same seed did something else";
    }
    if (result.failure.empty()) return true;
    const auto number = static_cast<unsigned long long>(seed);
    std::printf("seed %llu: %s\n  %s\n  replay: make sim SEED=%llu", number, result.failure.c_str(),
                text_of(profile).c_str(), number);
    if (!options.profile.empty()) std::printf(" PROFILE=%s", profile.name.c_str());
    if (options.has_keys) std::printf(" (with --keys)");
    std::printf("\n");
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) {
        std::fputs(usage, stderr);
        return 2;
    }
    if (!options.search.name.empty()) return run_searches(options.run, options.search);
    if (options.has_neighbourhood) return run_neighbourhoods(options.run, options.neighbourhood);
    if (options.has_watches) return run_watch_loads(options.run, options.watches);
    std::uint64_t runs = 0;
    std::uint64_t failed = 0;
    while (runs < options.run.runs && !(options.until_failure && failed != 0)) {
        if (!passes(options, options.run.first_seed + runs++)) ++failed;
        std::fflush(stdout);
    }
    std::printf("%llu runs, %llu failed\n", static_cast<unsigned long long>(runs),
                static_cast<unsigned long long>(failed));
    return failed == 0 ? 0 : 1;
}
