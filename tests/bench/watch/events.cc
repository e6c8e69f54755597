// SPDX-License-Identifier: MIT
//
// Services come, change and go on twenty hosts with ten providers each. A watch on another host
// tells of each. Between two acts nothing happens for a while, so that events are noticed that must
// not be.
#include <csignal>
#include <memory>
#include <vector>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/providing_host.h"
#include "tests/bench/watch/scripted_provider.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

using Kind = Event::Kind;

constexpr std::size_t hosts = 20;
constexpr std::size_t providers = 10;
/// The host without providers, the one whose services change, and the watch's.
constexpr std::size_t empty_host = hosts;
constexpr std::size_t scripted_host = hosts + 1;
constexpr std::size_t watching_host = hosts + 2;
constexpr TimeUs quiet_us = 100'000;

/// The times from an act to its event.
struct Series {
    std::string what;
    TimeUs limit_us;
    std::vector<TimeUs> times;
};

class EventLab {
   public:
    explicit EventLab(const Setup& setup) : setup_(setup), empty_(setup, network_, empty_host) {}

    [[nodiscard]] bool open();
    [[nodiscard]] bool run();
    void report() const;

   private:
    [[nodiscard]] ProvidingHost& host_of(int run) {
        return *hosts_[static_cast<std::size_t>(run) % hosts];
    }
    void await(Series& series, const Event& event, TimeUs start_us) {
        series.times.push_back(watcher_->await_event(event, start_us));
        watcher_->await_nothing(quiet_us);
    }
    void start(ProvidingHost& host, Series& series);
    void end(ProvidingHost& host, const std::string& service, int signal, Series& series);
    /// Starts another provider in place of one that has ended.
    [[nodiscard]] bool replace(ProvidingHost& host);
    void change();
    [[nodiscard]] bool disturb(ProvidingHost& host);

    const Setup& setup_;
    Network network_;
    std::vector<std::unique_ptr<ProvidingHost>> hosts_;
    ProvidingHost empty_;
    std::unique_ptr<ScriptedProvider> scripted_;
    std::unique_ptr<Watcher> watcher_;

    Series starts_{"a provider starts", 20'000, {}};
    Series changes_{"a service changes", 20'000, {}};
    Series secondary_leaves_{"a secondary leaves", 20'000, {}};
    Series primary_leaves_{"the primary leaves", 20'000, {}};
    Series secondary_dies_{"a secondary is killed", 50'000, {}};
    Series primary_dies_{"the primary is killed", 50'000, {}};
    Series first_starts_{"the first provider of a host starts", 20'000, {}};
    Series last_leaves_{"the last provider of a host leaves", 20'000, {}};
};

bool EventLab::open() {
    if (!network_.open(watching_host + 1)) return false;
    for (std::size_t number = 0; number < hosts; ++number) {
        hosts_.push_back(std::make_unique<ProvidingHost>(setup_, network_, number));
        hosts_.back()->start(providers);
    }
    scripted_ = std::make_unique<ScriptedProvider>(setup_, network_, scripted_host);
    scripted_->add("scripted");
    for (const auto& host : hosts_) {
        if (!host->settle()) return false;
    }
    const OnHost here(network_, watching_host);
    watcher_ = std::make_unique<Watcher>(watch_command(setup_.probe()), parse_tsv);
    return watcher_->await_list(hosts * providers + 1, patience_end());
}

void EventLab::start(ProvidingHost& host, Series& series) {
    const TimeUs start_us = monotonic_us();
    await(series, {Kind::added, host.start()}, start_us);
}

void EventLab::end(ProvidingHost& host, const std::string& service, int signal, Series& series) {
    const TimeUs start_us = monotonic_us();
    host.signal(service, signal);
    await(series, {Kind::removed, service}, start_us);
    host.reap(service);
}

bool EventLab::replace(ProvidingHost& host) {
    start(host, starts_);
    const bool done = host.settle();
    watcher_->await_nothing(quiet_us);
    return done;
}

void EventLab::change() {
    const TimeUs start_us = monotonic_us();
    scripted_->update("scripted");
    await(changes_, {Kind::changed, "scripted"}, start_us);
}

bool EventLab::disturb(ProvidingHost& host) {
    end(host, host.secondary(), SIGTERM, secondary_leaves_);
    if (!replace(host)) return false;
    end(host, host.primary(), SIGTERM, primary_leaves_);
    if (!replace(host)) return false;
    end(host, host.secondary(), SIGKILL, secondary_dies_);
    if (!replace(host)) return false;
    end(host, host.primary(), SIGKILL, primary_dies_);
    return replace(host);
}

bool EventLab::run() {
    for (int run = 0; run < setup_.runs; ++run) {
        if (!disturb(host_of(run))) return false;
        change();
        start(empty_, first_starts_);
        // A primary that does not know yet whether it is the only provider says no farewell.
        if (!empty_.settle()) return false;
        end(empty_, empty_.providers().begin()->first, SIGTERM, last_leaves_);
    }
    watcher_->await_nothing(1'000'000);
    return true;
}

void EventLab::report() const {
    Figures& figures = setup_.figures;
    figures.begin_group("watch: 20 hosts, 10 providers each");
    for (const Series* series : {&starts_, &changes_, &secondary_leaves_, &primary_leaves_,
                                 &secondary_dies_, &primary_dies_, &first_starts_, &last_leaves_}) {
        figures.times(series->what, series->times, Demand::Of::median_at_most, series->limit_us);
    }
    add_faults(figures, watcher_->faults());
}

}  // namespace

bool measure_events(const Setup& setup) {
    EventLab lab(setup);
    if (!lab.open() || !lab.run()) return false;
    lab.report();
    return true;
}

}  // namespace mpdisc::bench
