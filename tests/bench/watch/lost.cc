// SPDX-License-Identifier: MIT
//
// Three hosts fall silent, each in another way: its cable is cut, it freezes, its only provider is
// killed. Nobody tells the watch. They do it at once, because it takes seconds.
#include <algorithm>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "mpdisc/poll.h"
#include "tests/bench/support/host.h"
#include "tests/bench/watch/measurements.h"
#include "tests/bench/watch/network.h"
#include "tests/bench/watch/providing_host.h"
#include "tests/bench/watch/watcher.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t providers = 10;
/// The host that goes on, and the watch's.
constexpr std::size_t steady_host = 3;
constexpr std::size_t watching_host = 4;

class SilenceLab {
   public:
    explicit SilenceLab(const Setup& setup)
        : setup_(setup),
          cut_(setup, network_, 0),
          frozen_(setup, network_, 1),
          killed_(setup, network_, 2),
          steady_(setup, network_, steady_host) {}

    [[nodiscard]] bool open();
    /// With a watch that has this option --lost-after. `limit_us` is the demand.
    [[nodiscard]] bool measure(int lost_after_s, int runs, TimeUs limit_us);

   private:
    /// All three fall silent. Adds the time until the last service of each was removed.
    void fall_silent();
    [[nodiscard]] bool come_back();

    const Setup& setup_;
    Network network_;
    ProvidingHost cut_;
    ProvidingHost frozen_;
    ProvidingHost killed_;
    ProvidingHost steady_;
    std::unique_ptr<Watcher> watcher_;
    std::vector<TimeUs> cut_times_;
    std::vector<TimeUs> frozen_times_;
    std::vector<TimeUs> killed_times_;
};

bool SilenceLab::open() {
    if (!network_.open(watching_host + 1)) return false;
    killed_.start();
    for (ProvidingHost* host : {&cut_, &frozen_, &steady_}) host->start(providers);
    for (ProvidingHost* host : {&cut_, &frozen_, &killed_, &steady_}) {
        if (!host->settle()) return false;
    }
    return true;
}

void SilenceLab::fall_silent() {
    std::vector<Event> events;
    const std::string victim = killed_.providers().begin()->first;
    for (const ProvidingHost* host : {&cut_, &frozen_, &killed_}) {
        for (const auto& [service, process] : host->providers()) {
            events.push_back({Event::Kind::removed, service});
        }
    }
    const TimeUs start_us = monotonic_us();
    network_.cut(0);
    frozen_.signal_all(SIGSTOP);
    killed_.signal(victim, SIGKILL);
    const std::vector<TimeUs> times = watcher_->await_events(events, start_us);
    const auto frozen = times.begin() + providers;
    const auto killed = frozen + providers;
    cut_times_.push_back(*std::max_element(times.begin(), frozen));
    frozen_times_.push_back(*std::max_element(frozen, killed));
    killed_times_.push_back(*killed);
    killed_.reap(victim);
}

bool SilenceLab::come_back() {
    network_.mend(0);
    frozen_.signal_all(SIGCONT);
    killed_.start();
    return cut_.settle() && frozen_.settle() && killed_.settle() &&
           watcher_->await_list(3 * providers + 1, patience_end());
}

bool SilenceLab::measure(int lost_after_s, int runs, TimeUs limit_us) {
    for (std::vector<TimeUs>* times : {&cut_times_, &frozen_times_, &killed_times_}) {
        times->clear();
    }
    const std::string seconds = std::to_string(lost_after_s);
    const OnHost here(network_, watching_host);
    watcher_ = std::make_unique<Watcher>(watch_command(setup_.probe(), {"--lost-after", seconds}),
                                         parse_tsv);
    if (!watcher_->await_list(3 * providers + 1, patience_end())) return false;
    for (int run = 0; run < runs; ++run) {
        fall_silent();
        if (!come_back()) return false;
    }
    Figures& figures = setup_.figures;
    figures.begin_group("watch: hosts fall silent, --lost-after " + seconds);
    figures.times("a cable is cut", cut_times_, Demand::Of::max_at_most, limit_us);
    figures.times("a host freezes", frozen_times_, Demand::Of::max_at_most, limit_us);
    figures.times("the only provider is killed", killed_times_, Demand::Of::max_at_most, limit_us);
    add_faults(figures, watcher_->faults());
    return true;
}

}  // namespace

bool measure_lost(const Setup& setup) {
    SilenceLab lab(setup);
    // Ten seconds are a time that people wait for.
    return lab.open() && lab.measure(1, setup.runs, 2'000'000) &&
           lab.measure(10, std::min(setup.runs, 3), 11'000'000);
}

}  // namespace mpdisc::bench
