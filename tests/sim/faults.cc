// SPDX-License-Identifier: MIT
#include "tests/sim/faults.h"

namespace mpdisc::sim {

Faults::Faults(World& world, Network& network, FaultLog& log, Callbacks callbacks)
    : world_(world), network_(network), log_(log), callbacks_(std::move(callbacks)) {
    collect_acts();
}

void Faults::collect_acts() {
    const Profile& profile = world_.profile;
    const auto add = [&](bool wanted, std::size_t weight, Act what) {
        if (wanted) acts_.insert(acts_.end(), weight, what);
    };
    add(profile.has_kills, 3, &Faults::start_one);
    add(profile.has_kills, 1, &Faults::start_storm);
    add(profile.has_kills, 2, &Faults::stop_one);
    add(profile.has_kills, 2, &Faults::kill_one);
    add(profile.has_kills, 4, &Faults::kill_primary);
    add(profile.has_kills && !profile.is_orderly, 1, &Faults::kill_primary_repeatedly);
    add(profile.has_kills && !profile.is_orderly, 1, &Faults::kill_all_but_one);
    add(profile.has_kills, 2, &Faults::change_offer);
    add(profile.has_hangs, 5, &Faults::hang_primary);
    add(profile.has_hangs, 2, &Faults::hang_one);
    add(profile.has_foreign, 2, &Faults::occupy_port);
    add(profile.has_suspends, 1, &Faults::suspend);
    add(profile.has_jumps, 1, &Faults::jump_clock);
    add(profile.has_loopback_cuts, 2, &Faults::cut_loopback);
    add(profile.has_loopback_downs, 2, &Faults::take_loopback_down);
    add(profile.has_lan_cuts, 1, &Faults::cut_lan);
    add(profile.has_scarcity, 3, &Faults::make_sockets_scarce);
    add(profile.has_wall_jumps, 4, &Faults::set_wall_clock);
    add(profile.has_other_keys, 3, &Faults::start_with_other_keys);
}

void Faults::begin() {
    const Profile& profile = world_.profile;
    const TimeUs spread_us = world_.plan.chance(500) ? 0 : world_.plan.below(2 * second);
    for (unsigned n = 0; n < profile.hosts; ++n) network_.add_host();
    for (const auto& host : network_.hosts()) {
        for (unsigned n = 0; n < profile.providers; ++n) {
            world_.clock.after(world_.plan.below(spread_us + 1),
                               [this, at = host.get()] { start_provider(*at); });
        }
    }
    plan_next(spread_us + profile.bound_us());
    if (profile.has_probes) plan_probe();
}

void Faults::plan_next(TimeUs after_us) {
    if (acts_.empty()) return;
    world_.clock.after(after_us, [this] {
        if (!calm_) act();
    });
}

void Faults::act() {
    Host& host = *network_.hosts()[world_.plan.below(network_.hosts().size())];
    const TimeUs lasts_us = (this->*world_.plan.pick(acts_))(host);
    const Profile& profile = world_.profile;
    plan_next(profile.is_orderly ? lasts_us + profile.bound_us() + world_.plan.below(2 * second)
                                 : world_.plan.below(2 * profile.fault_gap_us));
}

void Faults::plan_probe() {
    const TimeUs gap_us = world_.profile.is_orderly ? 1 * second : 3 * second;
    world_.clock.after(world_.plan.below(gap_us), [this] {
        if (calm_) return;
        Host& host = *network_.hosts()[world_.plan.below(network_.hosts().size())];
        if (!host.suspended) {
            const std::string name = "c" + std::to_string(++names_[host.label + " c"]);
            host.add<ProbeProgram>(network_, ProbeProgram::Setup{name, world_.plan.chance(500)},
                                   callbacks_.probe_done)
                .start();
        }
        // A provider may die between the request and its notification.
        if (world_.profile.has_kills && !world_.profile.is_orderly && world_.plan.chance(100)) {
            world_.clock.after(world_.plan.below(3 * ms), [this, &host] {
                if (!calm_) kill_one(host);
            });
        }
        plan_probe();
    });
}

void Faults::ends_after(TimeUs duration_us, std::function<void()> end) {
    const std::uint64_t number = next_lasting_++;
    lasting_.emplace(number, std::move(end));
    world_.clock.after(duration_us, [this, number] {
        const auto found = lasting_.find(number);
        if (found == lasting_.end()) return;
        const std::function<void()> ending = std::move(found->second);
        lasting_.erase(found);
        ending();
    });
}

void Faults::calm() {
    world_.note("faults", "end");
    calm_ = true;
    while (!lasting_.empty()) {
        const std::function<void()> ending = std::move(lasting_.begin()->second);
        lasting_.erase(lasting_.begin());
        ending();
    }
    network_.calm();
    for (const auto& host : network_.hosts()) host->is_calm = true;
    for (const auto& host : network_.hosts()) {
        if (host->living_providers().empty()) start_provider(*host);
    }
}

}  // namespace mpdisc::sim
