// SPDX-License-Identifier: MIT
//
// `mpdisc-probe -l` as a whole process, compared with a program that does nothing, with the same
// fork, exec, pipe and wait. They take turns. In pinned runs all processes share one processor,
// including the providers.
#include <unistd.h>

#include "tests/bench/speed/probes.h"
#include "tests/bench/support/cpus.h"
#include "tests/bench/support/probing.h"

namespace mpdisc::bench {
namespace {

/// The path of the empty static program that was built.
std::string static_nothing(const Setup& setup) {
    const std::string musl = setup.bench("nothing-musl");
    return access(musl.c_str(), X_OK) == 0 ? musl : setup.bench("nothing-glibc");
}

/// Runs the program and adds its time, if it could be run.
void run_nothing(const std::string& program, std::vector<double>& times) {
    const ProbeRun run = run_finder({program}, [](std::string_view line) { return line; });
    if (run.exit_code == 0) times.push_back(to_ms(run.duration_us));
}

/// Returns the median; `never` if there is none.
double add_nothing(Figures& figures, const std::string& what, const std::vector<double>& times,
                   const Reference& against) {
    if (!times.empty()) return figures.add({what, times, "ms", {}, against, {}});
    figures.add_missing(what, "it could not be run");
    return never;
}

void measure(const Setup& setup, const Lab& lab, bool is_pinned) {
    const std::string nothing = static_nothing(setup);
    const std::string how = is_pinned ? ", pinned" : ", unpinned";
    std::vector<double> floor;
    std::vector<double> dynamic_floor;
    std::vector<double> probe;
    ProbeSeries found;
    for (int run = 0; run < 2 * setup.runs; ++run) {
        run_nothing(nothing, floor);
        run_nothing(setup.bench("nothing-dynamic"), dynamic_floor);
        const ProbeRun result = run_probe(setup.probe());
        found.add(result, lab.providers().count());
        probe.push_back(to_ms(result.duration_us));
    }
    Figures& figures = setup.figures;
    const std::string libc = nothing.substr(nothing.rfind('-') + 1);
    const double median =
        add_nothing(figures, "floor: empty static program (" + libc + ")" + how, floor, {});
    add_nothing(figures, "empty dynamic program" + how, dynamic_floor, {"the floor", median});
    Demand demand;
    if (is_pinned && lab.providers().count() == 10) demand = {Demand::Of::ratio_at_most, 4};
    figures.add({"mpdisc-probe -l" + how, probe, "ms", demand, {"the floor", median}, {}});
    figures.successes("mpdisc-probe -l" + how + ": finds all", found.finds_all);
}

}  // namespace

void measure_local_probe(const Setup& setup, const Lab& lab) {
    setup.figures.begin_group("local probe, " + services_text(lab.providers().count()));
    for (const pid_t process : lab.providers().processes()) pin(process, 0);
    {
        const Pinned here(0);
        measure(setup, lab, true);
    }
    for (const pid_t process : lab.providers().processes()) unpin(process);
    measure(setup, lab, false);
}

}  // namespace mpdisc::bench
