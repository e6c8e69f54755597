// SPDX-License-Identifier: MIT
//
// What watches on one host cost while nothing happens on thirty others, and how fast all of them
// tell of a change.
#include <memory>
#include <string>
#include <vector>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/support/process_facts.h"
#include "tests/bench/support/tap.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/providing_host.h"
#include "tests/bench/watch/scripted_provider.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t hosts = 30;
constexpr std::size_t watching_host = hosts;
/// Two checks of each host.
constexpr TimeUs duration_us = 20'000'000;
/// A watch looks for hosts for half a minute after its start.
constexpr TimeUs settling_us = 35'000'000;
constexpr TimeUs quiet_us = 1'500'000;

using Watchers = std::vector<std::unique_ptr<Watcher>>;

/// What the watches have used.
struct Cost {
    double wakeups = 0;
    double processor_ms = 0;
};

Cost spent(const Watchers& watchers) {
    Cost cost;
    for (const auto& each : watchers) {
        cost.wakeups += static_cast<double>(wakeups(each->process()));
        cost.processor_ms += 1000 * processor_s(each->process());
    }
    return cost;
}

std::size_t datagrams(const Traffic& traffic) {
    return traffic.in.datagrams + traffic.out.datagrams;
}

void measure_rest(Figures& figures, const Watchers& watchers, Tap& tap) {
    (void)tap.collect();
    const Cost before = spent(watchers);
    sleep_us(duration_us);
    const Cost after = spent(watchers);
    const double seconds = static_cast<double>(duration_us) / 1e6;
    const double watches = static_cast<double>(watchers.size());
    const auto add = [&](const char* what, double amount, const char* unit, double among) {
        figures.add({what, {amount / seconds / among}, unit, {}, {}, {}});
    };
    add("datagrams to and from the host, a second", static_cast<double>(datagrams(tap.collect())),
        "", 1);
    add("wake-ups of a watch, a second", after.wakeups - before.wakeups, "", watches);
    add("processor time of a watch, a second", after.processor_ms - before.processor_ms, "ms",
        watches);
}

void measure_change(const Setup& setup, ScriptedProvider& scripted, const Watchers& watchers,
                    Tap& tap) {
    std::vector<TimeUs> times;
    std::vector<double> counts;
    for (int run = 0; run < setup.runs; ++run) {
        (void)tap.collect();
        const TimeUs act_us = monotonic_us();
        scripted.update("scripted");
        TimeUs last_us = 0;
        for (const auto& each : watchers) {
            last_us =
                std::max(last_us, each->await_event({Event::Kind::changed, "scripted"}, act_us));
        }
        times.push_back(last_us);
        sleep_us(quiet_us);
        counts.push_back(static_cast<double>(datagrams(tap.collect())));
    }
    setup.figures.times("a change: the last watch tells", times, Demand::Of::nothing, 0);
    setup.figures.add({"a change: datagrams within 1.5 s", counts, "", {}, {}, {}});
}

}  // namespace

bool measure_idle(const Setup& setup) {
    Network network;
    if (!network.open(watching_host + 1)) return false;
    std::vector<std::unique_ptr<ProvidingHost>> providing;
    for (std::size_t number = 0; number + 1 < hosts; ++number) {
        providing.push_back(std::make_unique<ProvidingHost>(setup, network, number));
        providing.back()->start(1);
    }
    ScriptedProvider scripted(setup, network, hosts - 1);
    scripted.add("scripted");
    const OnHost here(network, watching_host);
    Tap tap(Network::interface);
    for (const std::size_t count : {1, 100}) {
        Watchers watchers;
        while (watchers.size() < count) {
            watchers.push_back(std::make_unique<Watcher>(watch_command(setup.probe()), parse_tsv));
        }
        for (const auto& each : watchers) {
            if (!each->await_list(hosts, patience_end())) return false;
        }
        sleep_us(settling_us);
        setup.figures.begin_group("watch: 30 hosts, " + std::to_string(count) +
                                  (count == 1 ? " watch" : " watches"));
        measure_rest(setup.figures, watchers, tap);
        measure_change(setup, scripted, watchers, tap);
        Faults faults;
        for (const auto& each : watchers) faults += each->faults();
        add_faults(setup.figures, faults);
    }
    return true;
}

}  // namespace mpdisc::bench
