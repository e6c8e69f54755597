// SPDX-License-Identifier: MIT
//
// One service of a thousand on a host comes, changes and goes. Counts the watch's own datagrams:
// what it sends, and what is sent to it alone. A check of the host that falls into this time adds
// two. The announcements that all hosts hear are in the notes.
#include <vector>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/tap.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/scripted_provider.h"
#include "tests/bench/watch/thousand_services.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

using Kind = Event::Kind;

/// Longer than the repetitions of an announcement take.
constexpr TimeUs quiet_us = 1'500'000;

struct Series {
    std::string what;
    Kind kind;
    std::vector<double> datagrams;
    std::vector<double> bytes;
    std::vector<double> announcements;
    std::vector<TimeUs> times;

    void add(const Traffic& traffic) {
        const std::size_t to_many = traffic.in.to_many + traffic.out.to_many;
        datagrams.push_back(
            static_cast<double>(traffic.out.datagrams + traffic.in.datagrams - to_many));
        bytes.push_back(static_cast<double>(traffic.out.bytes + traffic.in.bytes));
        announcements.push_back(static_cast<double>(to_many));
    }
    void report(Figures& figures) const {
        const auto median = [](const std::vector<double>& samples) {
            return std::to_string(static_cast<std::size_t>(quantile(samples, 50)));
        };
        figures.add({what + ": datagrams",
                     datagrams,
                     "",
                     {Demand::Of::median_at_most, 5},
                     {},
                     "and " + median(announcements) + " announcements; in all " + median(bytes) +
                         " bytes"});
        figures.times(what + ": the watch tells", times, Demand::Of::median_at_most, 20'000);
    }
};

}  // namespace

bool measure_traffic(const Setup& setup) {
    Network network;
    if (!network.open(2)) return false;
    const ThousandServices services(setup, network, 0);
    ScriptedProvider scripted(setup, network, 0);
    scripted.add("steady");
    const OnHost here(network, 1);
    Watcher watcher(watch_command(setup.probe()), parse_tsv);
    if (!watcher.await_list(ThousandServices::count + 1, patience_end())) return false;
    Tap tap(Network::interface);
    Series added{"a service is added", Kind::added, {}, {}, {}, {}};
    Series changed{"a service is changed", Kind::changed, {}, {}, {}, {}};
    Series removed{"a service is removed", Kind::removed, {}, {}, {}, {}};
    watcher.await_nothing(quiet_us);
    for (int run = 0; run < setup.runs; ++run) {
        for (Series* series : {&added, &changed, &removed}) {
            (void)tap.collect();
            const TimeUs start_us = monotonic_us();
            if (series == &added) scripted.add("one");
            if (series == &changed) scripted.update("one");
            if (series == &removed) scripted.remove("one");
            series->times.push_back(watcher.await_event({series->kind, "one"}, start_us));
            watcher.await_nothing(quiet_us);
            series->add(tap.collect());
        }
    }
    setup.figures.begin_group("watch: one change among 1,000 services");
    for (const Series* series : {&added, &changed, &removed}) series->report(setup.figures);
    add_faults(setup.figures, watcher.faults());
    return true;
}

}  // namespace mpdisc::bench
