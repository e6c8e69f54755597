// SPDX-License-Identifier: MIT
//
// The same search by avahi-browse. The client's daemon caches answers and uses them for the next
// search. So each run gets a new daemon with an empty cache, like a probe of mpdisc. On the server
// one daemon answers for all services.
#include <algorithm>

#include "mpdisc/poll.h"
#include "tests/bench/peers/avahi.h"
#include "tests/bench/speed/probes.h"
#include "tests/bench/speed/series.h"
#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {
namespace {

/// The number of runs. A run takes seconds, and up to half a minute with a thousand services on a
/// busy machine.
int runs_for(const Setup& setup, std::size_t services) {
    return std::min(setup.runs, services < 1000 ? 3 : 2);
}

constexpr TimeUs patience_us = 60'000'000;
/// Time for both daemons to announce themselves.
constexpr TimeUs server_quiet_us = 2'500'000;
constexpr TimeUs client_quiet_us = 1'500'000;

}  // namespace

void measure_avahi(const Setup& setup, const Lan& lan, std::size_t services,
                   const LanFigures& ours) {
    Figures& figures = setup.figures;
    const std::string why_not = AvahiHost::why_not(setup.sources);
    if (!why_not.empty()) return figures.add_missing("Avahi", why_not);
    lan.enter_server();
    const AvahiHost server(setup.sources, "server", Lan::interface, services);
    lan.enter_client();
    Tap tap(Lan::interface);
    const TimeUs end_us = monotonic_us() + patience_us;
    if (!server.await_start() || !tap.await_quiet(server_quiet_us, end_us)) {
        return figures.add_missing("Avahi", "not measured: it does not start");
    }
    const double before_s = processor_s(server.process());
    LanSeries series(services);
    for (int run = 0; run < runs_for(setup, services) && monotonic_us() < end_us; ++run) {
        const AvahiHost client(setup.sources, "client", Lan::interface, 0);
        if (!client.await_start() || !tap.await_quiet(client_quiet_us, end_us)) break;
        const ProbeRun result = client.browse();
        series.add(result, tap.collect());
    }
    if (series.empty()) return figures.add_missing("Avahi", "not measured: no client starts");
    const double took_ms = 1000 * (processor_s(server.process()) - before_s);
    const double runs = static_cast<double>(series.durations().size());
    figures.add({"Avahi: found", series.found(), "%", {}, {}, series.note()});
    figures.add({"Avahi: all resolved, from avahi-browse's start",
                 series.since_start(),
                 "ms",
                 {},
                 ours.since_start,
                 {}});
    figures.add({"Avahi: avahi-browse ends", series.durations(), "ms", {}, ours.ends, {}});
    figures.add(
        {"Avahi: the server daemon's processor time, a run", {took_ms / runs}, "ms", {}, {}, {}});
    add_memory(setup, "Avahi", server.process(), ours);
}

}  // namespace mpdisc::bench
