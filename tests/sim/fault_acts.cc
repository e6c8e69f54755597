// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>

#include "tests/sim/faults.h"

namespace mpdisc::sim {
namespace {

constexpr std::uint32_t user_id_first = 1'000;
/// The offset from a user id inside a container to the id on the host.
constexpr std::uint32_t containers_users_first = 100'000;
constexpr std::uint32_t unused_process_id = 4'000'000;

}  // namespace

std::vector<ProviderProgram*> Faults::running(const Host& host) const {
    std::vector<ProviderProgram*> found = host.living_providers();
    std::erase_if(found, [](const ProviderProgram* each) { return !each->runs(); });
    return found;
}

std::uint32_t Faults::lying_process_id(Host& host) {
    if (!world_.plan.chance(world_.profile.lying_pids_permille)) return 0;
    if (host.programs().empty() || world_.plan.chance(300)) return unused_process_id;
    return host.programs()[world_.plan.below(host.programs().size())]->process_id();
}

void Faults::start_provider(Host& host) {
    if (host.suspended) return;
    ProviderProgram::Setup setup;
    setup.name = "p" + std::to_string(++names_[host.label]);
    setup.user =
        user_id_first + static_cast<std::uint32_t>(world_.plan.below(world_.profile.users));
    if (world_.plan.chance(world_.profile.containers_permille)) {
        setup.user_inside = setup.user;
        setup.user += containers_users_first + static_cast<std::uint32_t>(world_.plan.below(2));
    }
    setup.claimed_process_id = lying_process_id(host);
    log_.note(host, Fault::start);
    host.add<ProviderProgram>(network_, setup).start();
}

void Faults::kill(ProviderProgram& victim) {
    const bool is_primary = victim.acts_as_primary();
    log_.note(victim.host, is_primary ? Fault::kill_primary : Fault::kill);
    victim.kill();
}

TimeUs Faults::start_one(Host& host) {
    const std::size_t count_max = world_.profile.providers + 5;
    if (host.living_providers().size() < count_max) start_provider(host);
    return 0;
}

TimeUs Faults::start_storm(Host& host) {
    while (host.living_providers().size() < world_.profile.providers + 5 && !host.suspended) {
        start_provider(host);
    }
    return 0;
}

TimeUs Faults::stop_one(Host& host) {
    std::vector<ProviderProgram*> candidates = running(host);
    if (candidates.empty()) return 0;
    log_.note(host, Fault::stop);
    world_.plan.pick(candidates)->stop();
    return 0;
}

TimeUs Faults::kill_one(Host& host) {
    std::vector<ProviderProgram*> candidates = host.living_providers();
    if (!candidates.empty()) kill(*world_.plan.pick(candidates));
    return 0;
}

TimeUs Faults::kill_primary(Host& host) {
    if (ProviderProgram* primary = host.primary(); primary != nullptr) kill(*primary);
    return 0;
}

TimeUs Faults::kill_primary_repeatedly(Host& host) {
    const std::uint64_t times = world_.plan.between(3, 20);
    for (std::uint64_t n = 0; n < times; ++n) {
        world_.clock.after(n * 100 * ms, [this, &host] {
            if (!calm_) kill_primary(host);
        });
    }
    return times * 100 * ms;
}

TimeUs Faults::kill_all_but_one(Host& host) {
    const std::vector<ProviderProgram*> candidates = host.living_providers();
    if (candidates.empty()) return 0;
    const std::size_t spared = world_.plan.below(candidates.size());
    for (std::size_t n = 0; n < candidates.size(); ++n) {
        if (n != spared) kill(*candidates[n]);
    }
    return 0;
}

TimeUs Faults::change_offer(Host& host) {
    std::vector<ProviderProgram*> candidates = running(host);
    if (candidates.empty()) return 0;
    log_.note(host, Fault::offer);
    ProviderProgram& one = *world_.plan.pick(candidates);
    switch (world_.plan.below(3)) {
        case 0:
            one.add_service();
            break;
        case 1:
            one.remove_service();
            break;
        default:
            one.change_service();
            break;
    }
    return 0;
}

void Faults::hang(ProviderProgram& victim, TimeUs duration_us) {
    const bool is_primary = victim.acts_as_primary();
    const bool is_killed = world_.plan.chance(200);
    victim.hang();
    if (is_primary) callbacks_.primary_hangs(victim);
    log_.begin(victim.host, Fault::hang);
    ends_after(duration_us, [this, &victim, is_killed] {
        log_.end(victim.host, Fault::hang);
        if (victim.has_ended()) return;
        if (is_killed) return kill(victim);
        victim.wake();
    });
}

TimeUs Faults::hang_primary(Host& host) {
    ProviderProgram* primary = host.primary();
    if (primary == nullptr) return 0;
    const TimeUs duration_us =
        world_.plan.chance(500) ? world_.plan.below(5 * second) : world_.plan.below(20 * second);
    hang(*primary, duration_us);
    return duration_us;
}

TimeUs Faults::hang_one(Host& host) {
    std::vector<ProviderProgram*> candidates = running(host);
    if (candidates.empty()) return 0;
    const TimeUs duration_us = world_.plan.below(20 * second);
    hang(*world_.plan.pick(candidates), duration_us);
    return duration_us;
}

TimeUs Faults::occupy_port(Host& host) {
    if (host.suspended) return 0;
    kill_primary(host);
    const std::string name = "f" + std::to_string(++names_[host.label + " f"]);
    auto& foreign = host.add<ForeignProgram>(network_, name);
    if (!foreign.start()) {
        foreign.kill();
        return 0;
    }
    const TimeUs duration_us = world_.plan.below(8 * second);
    log_.begin(host, Fault::foreign);
    ends_after(duration_us, [this, &host, &foreign] {
        log_.end(host, Fault::foreign);
        foreign.kill();
    });
    return duration_us;
}

TimeUs Faults::suspend(Host& host) {
    if (host.suspended) return 0;
    const TimeUs duration_us = world_.plan.below(200 * second);
    log_.begin(host, Fault::suspend);
    world_.note(host.label, "is suspended");
    host.suspended = true;
    ends_after(duration_us, [this, &host] {
        log_.end(host, Fault::suspend);
        world_.note(host.label, "resumes");
        host.resume();
    });
    return duration_us;
}

TimeUs Faults::jump_clock(Host& host) {
    log_.note(host, Fault::jump);
    world_.note(host.label, "has its clock an hour ahead");
    host.jump_clock(3'600 * second);
    return 0;
}

TimeUs Faults::cut_loopback(Host& host) {
    if (network_.is_loopback_cut(host)) return 0;
    const TimeUs duration_us = world_.plan.below(10 * second);
    log_.begin(host, Fault::loopback_cut);
    world_.note(host.label, "has its loopback cut");
    network_.cut_loopback(host, true);
    ends_after(duration_us, [this, &host] {
        log_.end(host, Fault::loopback_cut);
        world_.note(host.label, "has its loopback back");
        network_.cut_loopback(host, false);
    });
    return duration_us;
}

TimeUs Faults::take_loopback_down(Host& host) {
    if (!host.is_loopback_up()) return 0;
    const TimeUs duration_us = world_.plan.below(10 * second);
    log_.begin(host, Fault::loopback_down);
    world_.note(host.label, "has lo down");
    host.set_loopback(false);
    ends_after(duration_us, [this, &host] {
        log_.end(host, Fault::loopback_down);
        world_.note(host.label, "has lo up");
        host.set_loopback(true);
    });
    return duration_us;
}

TimeUs Faults::cut_lan(Host& host) {
    const TimeUs duration_us = world_.plan.below(5 * second);
    log_.begin(host, Fault::lan_cut);
    network_.cut_lan(true);
    ends_after(duration_us, [this, &host] {
        log_.end(host, Fault::lan_cut);
        network_.cut_lan(false);
    });
    return duration_us;
}

TimeUs Faults::make_sockets_scarce(Host& host) {
    if (host.is_scarce) return 0;
    const TimeUs duration_us = world_.plan.below(8 * second);
    log_.begin(host, Fault::scarcity);
    world_.note(host.label, "refuses every other socket");
    host.is_scarce = true;
    ends_after(duration_us, [this, &host] {
        log_.end(host, Fault::scarcity);
        world_.note(host.label, "refuses no more sockets");
        host.is_scarce = false;
    });
    return duration_us;
}

/// This fault is not in the log: neither a role nor a search within the host depends on the time of
/// day. Invariants::probe_done() excuses the searches of other hosts.
TimeUs Faults::set_wall_clock(Host& host) {
    constexpr std::uint64_t day_ms = 86'400'000;
    const auto jump_ms = static_cast<std::int64_t>(world_.plan.between(1, 2 * day_ms));
    const auto now_ms = static_cast<std::int64_t>(wall_ms(world_.now_us()));
    const std::int64_t offsets[] = {jump_ms, -jump_ms, jump_ms / 10'000, -now_ms, 0};
    host.set_wall_clock(offsets[world_.plan.below(std::size(offsets))]);
    world_.note(host.label, "has the time of day set to " + std::to_string(host.wall_ms()));
    ends_after(world_.plan.below(20 * second), [this, &host] {
        host.set_wall_clock(0);
        world_.note(host.label, "has the time of day set right");
    });
    return 0;
}

/// If the provider with other keys finds the port free, no other provider gets the port before it
/// ends.
TimeUs Faults::start_with_other_keys(Host& host) {
    if (host.suspended) return 0;
    if (world_.plan.chance(500)) kill_primary(host);
    ProviderProgram::Setup setup;
    setup.name = "o" + std::to_string(++names_[host.label + " o"]);
    setup.user = user_id_first;
    setup.has_other_keys = true;
    auto& other = host.add<ProviderProgram>(network_, setup);
    other.start();
    const TimeUs duration_us = world_.plan.below(8 * second);
    const bool is_killed = world_.plan.chance(500);
    log_.begin(host, Fault::other_keys);
    ends_after(duration_us, [this, &host, &other, is_killed] {
        log_.end(host, Fault::other_keys);
        if (other.has_ended()) return;
        if (is_killed || !other.runs()) return other.kill();
        other.stop();
    });
    return duration_us;
}

}  // namespace mpdisc::sim
