// SPDX-License-Identifier: MIT
//
// Time and memory as functions of the number of secondaries on one host. mpdisc-provider is the
// primary, and a few processes hold the secondaries. The figures go to growth.tsv and a plot of
// them to growth.svg, in the directory of the measurements' programs.
#include <cstdio>
#include <fstream>

#include "tests/bench/speed/crowd.h"
#include "tests/bench/speed/measurements.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/lab.h"
#include "tests/bench/support/probing.h"
#include "tests/bench/support/process_facts.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

constexpr TimeUs patience_us = 30'000'000;
constexpr int probes = 5;

/// The results for one number of secondaries.
struct Point {
    std::size_t secondaries = 0;
    double registered_ms = 0;
    /// The primary's processor time until all were registered.
    double processor_ms = 0;
    Memory memory;
    double bytes_each = never;
    std::vector<double> probe_ms;
    std::vector<bool> probe_finds_all;
};

bool measure(const Setup& setup, Point& point) {
    Lab lab(setup.programs, setup.figures);
    if (!lab.providers().start(1) || !lab.settle_long()) return false;
    const Memory before = memory_of(lab.primary());
    const double before_s = processor_s(lab.primary());
    Crowd crowd;
    const TimeUs took_us = crowd.start(point.secondaries, patience_us);
    point.registered_ms = to_ms(took_us);
    point.processor_ms = 1000 * (processor_s(lab.primary()) - before_s);
    if (took_us == never_us) return true;
    // Waits until the primary has told the deputy its peers.
    sleep_us(500'000);
    point.memory = memory_of(lab.primary());
    point.bytes_each = 1024 * (point.memory.private_kib - before.private_kib) /
                       static_cast<double>(point.secondaries);
    ProbeSeries series;
    for (int run = 0; run < probes; ++run) {
        const ProbeRun probe = run_probe(setup.probe(), {"-l", "-w", "10"});
        series.add(probe, point.secondaries + 1);
        point.probe_ms.push_back(series.finds_all.back() ? to_ms(probe.duration_us) : never);
    }
    point.probe_finds_all = series.finds_all;
    return true;
}

void add_rows(Figures& figures, const Point& point) {
    const std::string number = std::to_string(point.secondaries);
    figures.add({number + ": all registered, from their start",
                 {point.registered_ms},
                 "ms",
                 {Demand::Of::max_at_most, to_ms(patience_us)},
                 {},
                 "primary's processor time " +
                     std::to_string(static_cast<int>(point.processor_ms)) + " ms"});
    Demand demand;
    // With few secondaries, memory in pages is too coarse for a demand.
    if (point.secondaries >= 1000) demand = {Demand::Of::max_at_most, 512};
    figures.add({number + ": the primary's memory for each",
                 {point.bytes_each},
                 "bytes",
                 demand,
                 {},
                 "resident " + std::to_string(static_cast<int>(point.memory.resident_kib)) +
                     " KiB, its own " + std::to_string(static_cast<int>(point.memory.private_kib)) +
                     " KiB"});
    figures.add({number + ": mpdisc-probe -l that finds all", point.probe_ms, "ms", {}, {}, {}});
    figures.successes(number + ": mpdisc-probe -l finds all", point.probe_finds_all);
}

bool write_data(const std::string& path, const std::vector<Point>& points) {
    std::ofstream file(path);
    file << "secondaries\tregistered_ms\tprimary_processor_ms\tprimary_resident_kib\t"
            "primary_own_kib\tbytes_each\tprobe_ms\n";
    for (const Point& point : points) {
        // gnuplot skips values that are not numbers.
        const double probe_ms = quantile(point.probe_ms, 50);
        file << point.secondaries << '\t' << point.registered_ms << '\t' << point.processor_ms
             << '\t' << point.memory.resident_kib << '\t' << point.memory.private_kib << '\t'
             << point.bytes_each << '\t' << probe_ms << '\n';
    }
    return file.flush().good();
}

/// Plots the data and prints the plot's path on stderr.
void plot(const Setup& setup) {
    const std::string data = setup.bench("growth.tsv");
    const std::string plot = setup.bench("growth.svg");
    if (!is_installed("gnuplot")) {
        std::fprintf(stderr, "%s is not plotted: gnuplot is not installed (gnuplot-nox)\n",
                     data.c_str());
        return;
    }
    const std::string script = setup.sources + "/speed/growth.gnuplot";
    const bool done =
        run_program({"gnuplot", "-e", "data = '" + data + "'; plot_file = '" + plot + "'", script});
    std::fprintf(stderr, done ? "plot: %s\n" : "gnuplot could not write %s\n", plot.c_str());
}

}  // namespace

bool measure_growth(const Setup& setup) {
    std::vector<Point> points;
    setup.figures.begin_group("growth, number of secondaries");
    for (const std::size_t count : {10U, 20U, 50U, 100U, 200U, 500U, 1000U, 2000U, 5000U}) {
        Point point;
        point.secondaries = count;
        if (!measure(setup, point)) return false;
        add_rows(setup.figures, point);
        points.push_back(point);
    }
    if (!write_data(setup.bench("growth.tsv"), points)) return false;
    plot(setup);
    return true;
}

}  // namespace mpdisc::bench
