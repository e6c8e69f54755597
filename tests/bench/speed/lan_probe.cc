// SPDX-License-Identifier: MIT
//
// A search of all services of another host. "All answers in" is measured from outside: from the
// first datagram of the client's on the cable, as the kernel saw it, until the client's output, or
// the client itself where that is part of this program, tells of the last service. So what a full
// receive buffer loses counts as lost.
#include "tests/bench/peers/avahi.h"
#include "tests/bench/peers/minissdpd.h"
#include "tests/bench/speed/probes.h"
#include "tests/bench/speed/series.h"
#include "tests/bench/support/cpus.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {
namespace {

using Of = Demand::Of;

/// Runs `search` several times, after once when the hosts learn each other's addresses.
template <typename Search>
LanSeries run_series(int runs, std::size_t services, const Search& search) {
    LanSeries series(services);
    Tap tap(Lan::interface);
    for (int run = -1; run < runs; ++run) {
        (void)tap.take();
        const ProbeRun result = search();
        // Late ones belong to this run.
        sleep_us(10'000);
        if (run >= 0) series.add(result, tap.take());
    }
    return series;
}

/// The same, with all processes on one processor.
template <typename Search>
LanSeries run_pinned(int runs, std::size_t services, const std::vector<pid_t>& servers,
                     const Search& search) {
    for (const pid_t process : servers) pin(process, 0);
    const Pinned here(0);
    const LanSeries series = run_series(runs, services, search);
    for (const pid_t process : servers) unpin(process);
    return series;
}

struct Demands {
    Demand all_in;
    Demand ends;
};

Demands demands_for(std::size_t services) {
    if (services == 1) return {{Of::median_at_most, 2}, {Of::median_at_most, 100}};
    if (services <= 100) return {{Of::median_at_most, 4}, {Of::median_at_most, 100}};
    return {{Of::max_at_most, 60}, {Of::max_at_most, 200}};
}

void add_memory(const Setup& setup, const std::string& who, pid_t process) {
    const Memory memory = memory_of(process);
    setup.figures.add({who + ": memory, resident", {memory.resident_kib}, "KiB", {}, {}, {}});
    setup.figures.add({who + ": memory, its own", {memory.private_kib}, "KiB", {}, {}, {}});
}

}  // namespace

LanFigures measure_lan_probe(const Setup& setup, const Lan& lan, const Lab& lab) {
    lan.enter_client();
    const std::size_t services = lab.providers().count();
    const auto search = [&] { return run_probe(setup.probe(), {}); };
    const LanSeries series = run_series(setup.runs, services, search);
    const LanSeries pinned = run_pinned(setup.runs, services, lab.providers().processes(), search);

    Figures& figures = setup.figures;
    figures.begin_group("LAN probe, " + services_text(services) + " on one host");
    const Demands demands = demands_for(services);
    LanFigures ours{{"mpdisc", 0}, {"mpdisc", 0}, {"mpdisc", 0}};
    figures.add({"mpdisc: found", series.found(), "%", {Of::min_at_least, 100}, {}, series.note()});
    ours.since_request.median = figures.add({"mpdisc: all answers in, from the request",
                                             series.since_request(),
                                             "ms",
                                             demands.all_in,
                                             {},
                                             {}});
    figures.add({"mpdisc: the same, all on one processor",
                 pinned.since_request(),
                 "ms",
                 {},
                 {},
                 pinned.note()});
    ours.since_start.median = figures.add(
        {"mpdisc: all answers in, from the probe's start", series.since_start(), "ms", {}, {}, {}});
    ours.ends.median =
        figures.add({"mpdisc: the probe ends", series.durations(), "ms", demands.ends, {}, {}});
    return ours;
}

void measure_minissdpd(const Setup& setup, const Lan& lan, std::size_t services,
                       const LanFigures& ours) {
    Figures& figures = setup.figures;
    if (!MiniSsdpd::is_installed()) {
        return figures.add_missing("MiniSSDPd", "not installed: minissdpd");
    }
    lan.enter_server();
    MiniSsdpd daemon;
    const bool started = daemon.start(Lan::interface, services);
    lan.enter_client();
    const auto search = [&] { return search_upnp(Lan::client_address, services); };
    // It may still be busy with what was submitted.
    for (int attempt = 0; started && attempt < 10 && search().found < services; ++attempt) {
        sleep_us(100'000);
    }
    if (!started || daemon.process() == 0) {
        return figures.add_missing("MiniSSDPd", "not measured: it does not start");
    }
    const LanSeries series = run_series(setup.runs, services, search);
    const LanSeries pinned = run_pinned(setup.runs, services, {daemon.process()}, search);
    figures.add({"MiniSSDPd: found", series.found(), "%", {}, {}, series.note()});
    figures.add({"MiniSSDPd: all answers in, from the request",
                 series.since_request(),
                 "ms",
                 {},
                 ours.since_request,
                 {}});
    figures.add({"MiniSSDPd: the same, all on one processor",
                 pinned.since_request(),
                 "ms",
                 {},
                 {},
                 pinned.note()});
    add_memory(setup, "MiniSSDPd", daemon.process());
}

// Its client's daemon keeps what it has heard, and answers the next one out of that: so each run
// has a new one, that knows nothing yet, as a probe of mpdisc.
void measure_avahi(const Setup& setup, const Lan& lan, std::size_t services,
                   const LanFigures& ours) {
    Figures& figures = setup.figures;
    const std::string why_not = AvahiHost::why_not(setup.sources);
    if (!why_not.empty()) return figures.add_missing("Avahi", why_not);
    lan.enter_server();
    const AvahiHost server(setup.sources, "server", Lan::interface, services);
    lan.enter_client();
    Tap tap(Lan::interface);
    const TimeUs patience_us = monotonic_us() + 60'000'000;
    if (!server.await_start() || !tap.await_quiet(2'500'000, patience_us)) {
        return figures.add_missing("Avahi", "not measured: it does not start");
    }
    const double before_s = processor_s(server.process());
    LanSeries series(services);
    for (int run = 0; run < std::min(setup.runs, 3); ++run) {
        const AvahiHost client(setup.sources, "client", Lan::interface, 0);
        if (!client.await_start() || !tap.await_quiet(1'500'000, patience_us)) continue;
        const ProbeRun result = client.browse();
        series.add(result, tap.take());
    }
    if (series.empty()) return figures.add_missing("Avahi", "not measured: no client starts");
    const double took_s = processor_s(server.process()) - before_s;
    figures.add({"Avahi: found", series.found(), "%", {}, {}, series.note()});
    figures.add({"Avahi: all resolved, from avahi-browse's start",
                 series.since_start(),
                 "ms",
                 {},
                 ours.since_start,
                 {}});
    figures.add({"Avahi: avahi-browse ends", series.durations(), "ms", {}, ours.ends, {}});
    figures.add({"Avahi: its daemon's processor time, a run",
                 {1000 * took_s / static_cast<double>(series.durations().size())},
                 "ms",
                 {},
                 {},
                 {}});
    add_memory(setup, "Avahi", server.process());
}

}  // namespace mpdisc::bench
