// SPDX-License-Identifier: MIT
//
// A search for all services of another host by mpdisc-probe, in turns with a search of MiniSSDPd,
// and with a search of as many bare processes, which is the floor. "All answers in" is measured
// from outside: from the client's first datagram on the cable, by the kernel's time stamp, until
// the last service in the client's output (or in the client, if it is part of this program). So
// losses in a full receive buffer count.
#include <functional>

#include "tests/bench/peers/minissdpd.h"
#include "tests/bench/speed/bare_search.h"
#include "tests/bench/speed/probes.h"
#include "tests/bench/speed/series.h"
#include "tests/bench/support/cpus.h"
#include "tests/bench/support/host.h"

namespace mpdisc::bench {
namespace {

using Of = Demand::Of;

constexpr TimeUs quiet_us = 50'000;

/// A way to search, and the processes that answer.
struct Contestant {
    Contestant(std::size_t services, std::function<ProbeRun()> how, std::vector<pid_t> by)
        : search(std::move(how)), servers(std::move(by)), unpinned(services), pinned(services) {}

    std::function<ProbeRun()> search;
    std::vector<pid_t> servers;
    LanSeries unpinned;
    /// With all processes on one processor.
    LanSeries pinned;
};

/// The first round does not count: the hosts learn each other's hardware addresses.
void take_turns(std::vector<Contestant>& contestants, int rounds, LanSeries Contestant::*series) {
    Tap tap(Lan::interface);
    for (int round = -1; round < rounds; ++round) {
        for (Contestant& each : contestants) {
            const ProbeRun run = each.search();
            // Late answers belong to this run and must not disturb the next one.
            const Traffic traffic = tap.collect(quiet_us);
            if (round >= 0) (each.*series).add(run, traffic);
        }
    }
}

void let_compete(std::vector<Contestant>& contestants, int rounds) {
    take_turns(contestants, rounds, &Contestant::unpinned);
    const Pinned here(0);
    for (const Contestant& each : contestants) {
        for (const pid_t process : each.servers) pin(process, 0);
    }
    take_turns(contestants, rounds, &Contestant::pinned);
    for (const Contestant& each : contestants) {
        for (const pid_t process : each.servers) unpin(process);
    }
}

struct Demands {
    Demand all_in;
    Demand ends;
    /// The time until all answers are in, compared with the floor.
    Demand ratio;
};

Demands demands_for(std::size_t services) {
    // The server is known, so a search ends as soon as it has all.
    if (services == 1) return {{Of::median_at_most, 1}, {Of::median_at_most, 5}, {}};
    if (services <= 100) return {{Of::median_at_most, 3}, {Of::median_at_most, 10}, {}};
    return {{Of::max_at_most, 60}, {Of::max_at_most, 600}, {Of::ratio_at_most, 1.5}};
}

/// Measures the sizes of the datagrams of a search by mpdisc-probe.
SearchSizes see_sizes(const Setup& setup) {
    Tap tap(Lan::interface);
    (void)run_probe(setup.probe(), {});
    return SearchSizes::of(tap.collect(quiet_us));
}

/// Adds the floor, and ours compared with it.
void add_floor(Figures& figures, const Contestant& mpdisc, const Contestant& bare, bool is_pinned,
               const Demand& ratio) {
    const auto series = is_pinned ? &Contestant::pinned : &Contestant::unpinned;
    const std::string how = is_pinned ? ", pinned" : ", unpinned";
    const double floor = figures.add({"floor: bare processes, all answers in" + how,
                                      (bare.*series).since_request(),
                                      "ms",
                                      {},
                                      {},
                                      (bare.*series).note()});
    figures.add({"mpdisc: all answers in" + how,
                 (mpdisc.*series).since_request(),
                 "ms",
                 ratio,
                 {"the floor", floor},
                 (mpdisc.*series).note()});
}

void add_ours(Figures& figures, const Contestant& mpdisc, const Demands& demands,
              LanFigures& ours) {
    const LanSeries& series = mpdisc.unpinned;
    figures.add({"mpdisc: found", series.found(), "%", {Of::min_at_least, 100}, {}, series.note()});
    ours.since_request.median = figures.add({"mpdisc: all answers in, from the request",
                                             series.since_request(),
                                             "ms",
                                             demands.all_in,
                                             {},
                                             {}});
    ours.since_start.median = figures.add(
        {"mpdisc: all answers in, from the probe's start", series.since_start(), "ms", {}, {}, {}});
    ours.ends.median =
        figures.add({"mpdisc: the probe ends", series.durations(), "ms", demands.ends, {}, {}});
}

/// Searches for a service that is not there.
void add_nothing_matches(const Setup& setup) {
    std::vector<double> durations_ms;
    for (int run = 0; run < setup.runs; ++run) {
        const ProbeRun nothing = run_probe(setup.probe(), {"-n", "nobody"});
        durations_ms.push_back(static_cast<double>(nothing.duration_us) / 1000);
    }
    setup.figures.add({"mpdisc: nothing matches, the probe ends",
                       durations_ms,
                       "ms",
                       {Of::median_at_most, 5},
                       {},
                       {}});
}

void add_minissdpd(Figures& figures, const Contestant& minissdpd, const LanFigures& ours) {
    const LanSeries& series = minissdpd.unpinned;
    figures.add({"MiniSSDPd: found", series.found(), "%", {}, {}, series.note()});
    figures.add({"MiniSSDPd: all answers in, from the request",
                 series.since_request(),
                 "ms",
                 {},
                 ours.since_request,
                 {}});
}

/// Adds MiniSSDPd's figure with all processes on one processor.
void add_minissdpd_pinned(Figures& figures, const Contestant& mpdisc, const Contestant& minissdpd) {
    const double ours = quantile(mpdisc.pinned.since_request(), 50);
    figures.add({"MiniSSDPd: all answers in, pinned",
                 minissdpd.pinned.since_request(),
                 "ms",
                 {},
                 {"mpdisc", ours},
                 minissdpd.pinned.note()});
}

/// Starts MiniSSDPd on the server. Returns the reason why it can't take part; empty if it can.
std::string start_minissdpd(const Lan& lan, std::size_t services, MiniSsdpd& daemon) {
    if (!MiniSsdpd::is_installed()) return "not installed: minissdpd";
    lan.enter_server();
    const bool started = daemon.start(Lan::interface, services) && daemon.process() != 0;
    lan.enter_client();
    // Waits, because it may still process the submitted services.
    if (started) sleep_us(500'000);
    return started ? "" : "not measured: it does not start";
}

}  // namespace

void measure_lan_probe(const Setup& setup, const Lan& lan, const Lab& lab, LanFigures& ours) {
    lan.enter_client();
    const std::size_t services = lab.providers().count();
    const SearchSizes sizes = see_sizes(setup);
    lan.enter_server();
    const BareHost bare(services, sizes);
    lan.enter_client();
    std::vector<Contestant> contestants;
    contestants.emplace_back(
        services, [&] { return run_probe(setup.probe(), {}); }, lab.providers().processes());
    contestants.emplace_back(
        services, [&] { return bare.search(); }, bare.processes());
    MiniSsdpd daemon;
    const std::string why_not = start_minissdpd(lan, services, daemon);
    if (why_not.empty()) {
        contestants.emplace_back(
            services, [&] { return search_upnp(Lan::client_address, services); },
            std::vector<pid_t>{daemon.process()});
    }
    let_compete(contestants, setup.runs);

    Figures& figures = setup.figures;
    figures.begin_group("LAN probe, " + services_text(services) + " on one host");
    const Demands demands = demands_for(services);
    const Contestant& mpdisc = contestants[0];
    add_ours(figures, mpdisc, demands, ours);
    add_nothing_matches(setup);
    add_floor(figures, mpdisc, contestants[1], false, demands.ratio);
    add_floor(figures, mpdisc, contestants[1], true, demands.ratio);
    if (!why_not.empty()) return figures.add_missing("MiniSSDPd", why_not);
    add_minissdpd(figures, contestants[2], ours);
    add_minissdpd_pinned(figures, mpdisc, contestants[2]);
    add_memory(setup, "MiniSSDPd", daemon.process(), ours);
}

}  // namespace mpdisc::bench
