// SPDX-License-Identifier: MIT
#include "tests/sim/watch_load.h"

#include <algorithm>
#include <ctime>
#include <map>

#include "tests/sim/network.h"
#include "tests/sim/provider_program.h"
#include "tests/sim/watch_meter.h"
#include "tests/sim/watch_program.h"

namespace mpdisc::sim {
namespace {

constexpr unsigned providers_per_host = 2;
constexpr TimeUs switch_on_max_us = 1 * second;
/// By then the hosts know each other.
constexpr TimeUs watches_begin_us = 3 * 60 * second;
constexpr TimeUs watches_spread_us = 1 * second;
/// The run fails if a watch has not told something after this time.
constexpr TimeUs telling_max_us = 60 * second;
constexpr TimeUs gap_us = 10 * second;

Profile profile_of(const WatchLoadSetup& setup) {
    Profile made;
    made.name = "watches";
    made.hosts = setup.hosts;
    made.lan_loss_permille = setup.loss_permille;
    return made;
}

double cpu_s() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

class WatchLoadRun {
   public:
    WatchLoadRun(std::uint64_t seed, const WatchLoadSetup& setup, bool prints_trace)
        : setup_(setup), world_(seed, profile_of(setup), prints_trace), network_(world_) {
        world_.observer = &meter_;
    }

    WatchLoadResult run() {
        const double begun_s = cpu_s();
        switch_on();
        start_watches();
        rest();
        change_services();
        kill_providers();
        cut_power();
        for (const WatchProgram* each : watches_) result_.drops += each->drops();
        result_.cpu_s = cpu_s() - begun_s;
        result_.failure = world_.failure;
        result_.trace_hash = world_.trace.hash();
        return result_;
    }

   private:
    using What = WatchLoadResult::What;

    void switch_on();
    void start_watches();
    void rest();
    void change_services();
    void kill_providers();
    void cut_power();

    /// From now on, each watch is to tell that number of such events.
    void expect(WatchEventType type, std::size_t count);
    void take(const WatchProgram& watch, const WatchProgram::Event& event);
    /// Lets time pass until all watches have told what they are to tell.
    Latency wait(std::string_view what);
    void measure(What change, const char* what);
    [[nodiscard]] Host& pick_host() {
        return *network_.hosts()[world_.plan.below(network_.hosts().size())];
    }

    const WatchLoadSetup& setup_;
    World world_;
    Network network_;
    WatchMeter meter_;
    std::vector<WatchProgram*> watches_;
    WatchEventType expected_ = WatchEventType::synced;
    TimeUs begun_us_ = 0;
    /// How many events each watch has still to tell.
    std::map<const WatchProgram*, std::size_t> pending_;
    std::vector<TimeUs> told_us_;
    WatchLoadResult result_;
};

void WatchLoadRun::switch_on() {
    for (unsigned n = 0; n < setup_.hosts; ++n) {
        Host& host = network_.add_host();
        for (unsigned each = 1; each <= providers_per_host; ++each) {
            ProviderProgram::Setup setup;
            setup.name = "p" + std::to_string(each);
            setup.services = setup_.services;
            auto& made = host.add<ProviderProgram>(network_, setup);
            world_.clock.after(world_.plan.below(switch_on_max_us), [&made] { made.start(); });
        }
    }
    world_.pass(watches_begin_us);
    (void)meter_.take_traffic();
}

void WatchLoadRun::start_watches() {
    for (unsigned n = 1; n <= setup_.watches; ++n) {
        auto& made = network_.add_client_host().add<WatchProgram>(
            network_, WatchProgram::Setup{"w" + std::to_string(n)},
            [this](WatchProgram& watch, const WatchProgram::Event& event) { take(watch, event); });
        watches_.push_back(&made);
        world_.clock.after(world_.plan.below(watches_spread_us), [&made] { made.start(); });
    }
    expect(WatchEventType::added, std::size_t{setup_.hosts} * providers_per_host * setup_.services);
    result_.first_picture = wait("all services");
    result_.first = meter_.take_traffic();
    world_.pass(gap_us);
    for (const WatchProgram* each : watches_) {
        if (!each->is_synced()) world_.fail("watches", each->label + " is not synced");
    }
}

void WatchLoadRun::rest() {
    world_.pass(60 * second);
    (void)meter_.take_traffic();
    expect(WatchEventType::added, 0);
    world_.pass(WatchLoadResult::rest_s * second);
    result_.rest = meter_.take_traffic();
}

void WatchLoadRun::expect(WatchEventType type, std::size_t count) {
    expected_ = type;
    begun_us_ = world_.now_us();
    pending_.clear();
    told_us_.clear();
    for (const WatchProgram* each : watches_) {
        if (count != 0) pending_[each] = count;
    }
}

void WatchLoadRun::take(const WatchProgram& watch, const WatchProgram::Event& event) {
    if (event.type == WatchEventType::synced) return;
    const auto pending = pending_.find(&watch);
    if (event.type != expected_ || pending == pending_.end()) {
        return world_.fail(
            "watches", watch.label + " tells of " + event.service.name + " what did not happen");
    }
    if (--pending->second != 0) return;
    pending_.erase(pending);
    told_us_.push_back(world_.now_us() - begun_us_);
}

Latency WatchLoadRun::wait(std::string_view what) {
    const TimeUs end_us = world_.now_us() + telling_max_us;
    while (!pending_.empty() && world_.failure.empty()) {
        if (world_.now_us() >= end_us) {
            world_.fail("watches", std::to_string(pending_.size()) + " watches do not tell of " +
                                       std::string(what));
        }
        world_.pass(100 * ms);
    }
    if (told_us_.empty()) return {};
    std::ranges::sort(told_us_);
    return {told_us_[told_us_.size() / 2], told_us_.back()};
}

void WatchLoadRun::measure(What change, const char* what) {
    WatchLoadResult::Change& made = result_.changes[change];
    made.what = what;
    (void)meter_.take_traffic();
    world_.pass(WatchLoadResult::change_s * second);
    made.traffic = meter_.take_traffic();
    made.told = wait(what);
    expect(WatchEventType::added, 0);
    world_.pass(gap_us);
}

void WatchLoadRun::change_services() {
    Host& host = pick_host();
    for (ProviderProgram* each : host.living_providers()) {
        if (each == host.primary()) continue;
        expect(WatchEventType::added, 1);
        each->add_service();
        measure(WatchLoadResult::added, "a service is added");
        expect(WatchEventType::changed, 1);
        each->change_service();
        measure(WatchLoadResult::changed, "a service is changed");
        expect(WatchEventType::removed, 1);
        each->remove_service();
        measure(WatchLoadResult::removed, "a service is removed");
    }
}

void WatchLoadRun::kill_providers() {
    Host& host = pick_host();
    ProviderProgram& primary = *host.primary();
    for (ProviderProgram* each : host.living_providers()) {
        if (each == &primary) continue;
        expect(WatchEventType::removed, each->services().size());
        each->kill();
        measure(WatchLoadResult::secondary_died, "a secondary is killed");
    }
    auto& successor = host.add<ProviderProgram>(
        network_, ProviderProgram::Setup{.name = "p3", .services = setup_.services});
    expect(WatchEventType::added, setup_.services);
    successor.start();
    (void)wait("a new provider");
    world_.pass(gap_us);
    expect(WatchEventType::removed, primary.services().size());
    primary.kill();
    measure(WatchLoadResult::primary_died, "a primary is killed");
}

void WatchLoadRun::cut_power() {
    Host& host = pick_host();
    std::size_t count = 0;
    for (const ProviderProgram* each : host.living_providers()) count += each->services().size();
    expect(WatchEventType::removed, count);
    host.suspended = true;
    measure(WatchLoadResult::power_lost, "a host loses power");
}

}  // namespace

WatchLoadResult run_watch_load(std::uint64_t seed, const WatchLoadSetup& setup, bool prints_trace) {
    return WatchLoadRun(seed, setup, prints_trace).run();
}

}  // namespace mpdisc::sim
