// SPDX-License-Identifier: MIT
#include "tests/bench/support/parts.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/support/own_network.h"

namespace mpdisc::bench {
namespace {

struct Plan {
    Figures::Format format = Figures::Format::table;
    int runs = 11;
    std::vector<Part> parts;
};

bool parse(int argc, char** argv, std::span<const Part> parts, const NumberOption* own_option,
           Plan& plan) {
    std::string letters = "f:r:";
    if (own_option != nullptr) letters.append({own_option->letter, ':'});
    for (int letter; (letter = getopt(argc, argv, letters.c_str())) != -1;) {
        const bool is_good = letter == 'f'   ? parse_format(optarg, plan.format)
                             : letter == 'r' ? parse_count(optarg, plan.runs)
                             : letter == '?' ? false
                                             : parse_count(optarg, own_option->value);
        if (!is_good) return false;
    }
    for (const std::string_view name : std::span(argv + optind, argv + argc)) {
        const auto part =
            std::ranges::find_if(parts, [&](const Part& each) { return name == each.name; });
        if (part == parts.end()) return false;
        plan.parts.push_back(*part);
    }
    if (plan.parts.empty()) plan.parts.assign(parts.begin(), parts.end());
    return true;
}

void print_usage(const std::string& program, std::span<const Part> parts,
                 const NumberOption* own_option) {
    std::string line = "usage: " + program + " [-f table|tsv] [-r RUNS]";
    if (own_option != nullptr) {
        line += std::string(" [-") + own_option->letter + " " + own_option->value_name + "]";
    }
    for (const Part& part : parts) line += std::string(" [") + part.name + "]";
    std::fprintf(stderr, "%s\n", line.c_str());
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

bool parse_count(std::string_view text, int& out) {
    const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
    return error == std::errc() && end == text.end() && out >= 1;
}

int run_parts(int argc, char** argv, std::span<const Part> parts, const NumberOption* own_option) {
    Plan plan;
    if (parse(argc, argv, parts, own_option, plan)) return run(plan);
    print_usage(std::filesystem::path(argv[0]).filename().string(), parts, own_option);
    return 2;
}

}  // namespace mpdisc::bench
