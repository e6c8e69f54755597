// SPDX-License-Identifier: MIT
#include "tests/sim/neighbourhood.h"

#include <algorithm>
#include <ctime>

#include "core/kit/hash_index.h"
#include "tests/sim/host_meter.h"
#include "tests/sim/network.h"
#include "tests/sim/provider_program.h"

namespace mpdisc::sim {
namespace {

constexpr TimeUs minute = 60 * second;
constexpr TimeUs switch_on_max_us = 1 * second;
/// After this time nothing is left of the beginning.
constexpr TimeUs rest_begin_us = 4 * minute;
constexpr TimeUs partition_us = 5 * minute;
/// The run fails if a host has not learned something after this time.
constexpr TimeUs learning_max_us = 10 * minute;

Profile profile_of(const NeighbourhoodSetup& setup) {
    Profile made;
    made.name = "neighbourhood";
    made.hosts = setup.hosts;
    made.lan_loss_permille = setup.loss_permille;
    return made;
}

double cpu_s() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

class NeighbourhoodRun {
   public:
    NeighbourhoodRun(std::uint64_t seed, const NeighbourhoodSetup& setup, bool prints_trace)
        : setup_(setup),
          world_(seed, profile_of(setup), prints_trace),
          network_(world_),
          meter_(world_) {
        world_.observer = &meter_;
    }

    NeighbourhoodResult run() {
        const double begun_s = cpu_s();
        switch_on();
        rest();
        if (providers_.size() > 1) {
            add_newcomer();
            change_services();
            cut_power();
            split_link();
        }
        result_.cpu_s = cpu_s() - begun_s;
        for (const ProviderProgram* each : providers_) result_.drops += each->drops();
        result_.failure = world_.failure;
        result_.trace_hash = world_.trace.hash();
        return result_;
    }

   private:
    /// Whether the provider knows this many other hosts.
    [[nodiscard]] static HostMeter::Goal knows(std::size_t others) {
        return [others](const ProviderProgram& each) {
            return each.neighbourhood().entries().size() == others;
        };
    }

    ProviderProgram& add_provider(TimeUs after_us);
    /// Lets time pass until all have reached the goal.
    Latency wait(std::string_view what);
    void switch_on();
    void rest();
    void add_newcomer();
    void change_services();
    void cut_power();
    void split_link();
    void check_digests();

    const NeighbourhoodSetup& setup_;
    World world_;
    Network network_;
    HostMeter meter_;
    /// One on each host that has power.
    std::vector<ProviderProgram*> providers_;
    NeighbourhoodResult result_;
};

ProviderProgram& NeighbourhoodRun::add_provider(TimeUs after_us) {
    ProviderProgram::Setup setup;
    setup.name = "p1";
    ProviderProgram& made = network_.add_host().add<ProviderProgram>(network_, setup);
    providers_.push_back(&made);
    world_.clock.after(after_us, [&made] { made.start(); });
    return made;
}

Latency NeighbourhoodRun::wait(std::string_view what) {
    const TimeUs end_us = world_.now_us() + learning_max_us;
    while (!meter_.is_reached() && world_.failure.empty()) {
        if (world_.now_us() >= end_us) {
            world_.fail("neighbourhood", std::to_string(meter_.pending()) + " hosts do not learn " +
                                             std::string(what));
        }
        world_.pass(100 * ms);
    }
    return meter_.latency();
}

void NeighbourhoodRun::switch_on() {
    for (unsigned n = 0; n < setup_.hosts; ++n) add_provider(world_.plan.below(switch_on_max_us));
    meter_.begin(providers_, knows(providers_.size() - 1));
    world_.pass(minute);
    result_.first_minute = meter_.take_traffic();
    result_.all_know_all = wait("all others");
}

void NeighbourhoodRun::rest() {
    if (world_.now_us() < rest_begin_us) world_.pass(rest_begin_us - world_.now_us());
    (void)meter_.take_traffic();
    const double begun_s = cpu_s();
    world_.pass(NeighbourhoodResult::rest_minutes * minute);
    result_.rest_cpu_s = cpu_s() - begun_s;
    result_.rest = meter_.take_traffic();
    check_digests();
    result_.entries = providers_.front()->neighbourhood().entries().size();
    result_.table_bytes =
        sizeof(core::Neighbourhood) +
        result_.entries * (sizeof(core::Neighbourhood::Entry) + core::HashIndex::entry_bytes_max);
}

void NeighbourhoodRun::add_newcomer() {
    const std::vector<ProviderProgram*> others = providers_;
    ProviderProgram& newcomer = add_provider(0);
    std::map<const ProviderProgram*, TimeUs> known_us;
    const std::size_t count = others.size();
    meter_.begin(providers_, [&, count](const ProviderProgram& each) {
        const bool knows_all = each.neighbourhood().entries().size() == count;
        if (knows_all && &each == &newcomer) result_.newcomer_knows_us = world_.now_us();
        return knows_all;
    });
    const TimeUs begun_us = world_.now_us();
    result_.newcomer_known = wait("of a new host");
    result_.newcomer_knows_us -= begun_us;
    world_.pass(minute);
}

void NeighbourhoodRun::change_services() {
    ProviderProgram& changed = *world_.plan.pick(providers_);
    std::vector<ProviderProgram*> others = providers_;
    std::erase(others, &changed);
    meter_.begin(others, [address = changed.host.lan_address()](const ProviderProgram& each) {
        const auto entries = each.neighbourhood().entries();
        const auto entry = std::ranges::find_if(
            entries, [&](const auto& known) { return known.source.address == address; });
        return entry != entries.end() && entry->host.summary.services == 2;
    });
    changed.add_service();
    result_.change_known = wait("of a new service");
    world_.pass(minute);
    check_digests();
}

void NeighbourhoodRun::cut_power() {
    ProviderProgram& cut = *world_.plan.pick(providers_);
    std::erase(providers_, &cut);
    cut.kill();
    cut.host.suspended = true;
    meter_.begin(providers_, knows(providers_.size() - 1));
    result_.forgotten = wait("that a host is gone");
    world_.pass(minute);
}

void NeighbourhoodRun::split_link() {
    network_.split_lan(true);
    world_.pass(partition_us);
    for (const ProviderProgram* each : providers_) {
        const std::size_t known = each->neighbourhood().entries().size();
        if (known > providers_.size() / 2 + 1) {
            world_.fail("neighbourhood", each->label + " knows " + std::to_string(known) +
                                             " hosts, and hears only half of them");
        }
    }
    network_.split_lan(false);
    meter_.begin(providers_, knows(providers_.size() - 1));
    result_.healed = wait("all others again");
}

/// Without losses, all digests are the same at rest.
void NeighbourhoodRun::check_digests() {
    if (setup_.loss_permille != 0) return;
    for (const ProviderProgram* each : providers_) {
        if (each->digest() == providers_.front()->digest()) continue;
        world_.fail("neighbourhood", each->label + " has another digest at rest");
    }
}

}  // namespace

NeighbourhoodResult run_neighbourhood(std::uint64_t seed, const NeighbourhoodSetup& setup,
                                      bool prints_trace) {
    return NeighbourhoodRun(seed, setup, prints_trace).run();
}

}  // namespace mpdisc::sim
