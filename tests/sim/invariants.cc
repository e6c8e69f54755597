// SPDX-License-Identifier: MIT
#include "tests/sim/invariants.h"

#include <algorithm>

#include "tests/sim/provider_program.h"
#include "wire/control_messages.h"

namespace mpdisc::sim {
namespace {

/// A successor calls a woken primary once a second. The woken primary then asks for the successor's
/// id.
constexpr TimeUs overlap_max_us = 1'100 * ms;
/// A primary that shares the port takes it over 1.5 s after it woke, unless another one does.
constexpr TimeUs sharing_max_us = 1'600 * ms;
/// From the death of a secondary to its removal: the notice, the question, the refusal, and a
/// scheduling delay for each.
constexpr TimeUs removal_max_us = 500 * ms;
constexpr TimeUs lease_us = 60 * second;
/// A deputy takes over after three unanswered heartbeats and the wait for the last answer.
constexpr TimeUs takeover_max_us = 4 * second;
constexpr TimeUs register_max_us = 500 * ms;
/// A deputy may act on silence from before the end of a fault. It asks for the last time half a
/// second before it takes over, and does not notice a primary that came or woke since.
constexpr TimeUs silence_max_us = takeover_max_us;
constexpr TimeUs question_max_us = 600 * ms;
/// A deputy waits for 3 s from the last answer. That answer may precede the hang by one heartbeat
/// interval.
constexpr TimeUs patience_min_us = 3 * second - 1 * second - 10 * ms;

bool loses_on_loopback(const Profile& profile) {
    return profile.lo_loss_permille != 0 || profile.lo_slow_permille != 0;
}

}  // namespace

Invariants::Invariants(World& world, Network& network, FaultLog& log)
    : world_(world), network_(network), log_(log), host_ids_(world), announced_states_(world) {}

void Invariants::calm() {
    calm_us_ = world_.now_us();
}

void Invariants::stepped(Program& program) {
    ProviderProgram* provider = program.as_provider();
    if (provider == nullptr) return;
    check_takeover(*provider);
    check_overlap(program.host);
    host_ids_.check(*provider);
}

void Invariants::check_overlap(Host& host) {
    std::vector<ProviderProgram*> acting = host.living_providers();
    std::erase_if(acting, [](const ProviderProgram* each) { return !each->acts_as_primary(); });
    if (acting.size() < 2 || !hears_itself(host)) return;
    // While the newest holder hangs, it cannot tell the older ones that they were replaced.
    const Program& newest = host.port_holders().back()->owner;
    if (!newest.runs()) return;
    TimeUs since_us =
        std::max({log_.last_disturbance_us(host), host.port_changed_us(), newest.woken_us()});
    for (const ProviderProgram* each : acting) since_us = std::max(since_us, each->woken_us());
    if (loses_on_loopback(world_.profile)) since_us = std::max(since_us, calm_us_);
    // A provider looks for the primary for 50 ms. A slow process may miss all of these answers.
    TimeUs slack_us = world_.profile.slow_schedule_permille != 0 ? 2 * second : 0;
    // Providers that share the port may each receive their own question, until one takes the port
    // over.
    if (host.is_port_shared()) slack_us += sharing_max_us;
    // A provider ignores a call that comes soon after its last question. That question may have
    // been lost, or was sent just before the port was taken over or renewed. The next call counts.
    const bool may_ignore_a_call =
        host.was_port_shared() || host.was_port_renewed() || loses_on_loopback(world_.profile);
    if (may_ignore_a_call) slack_us += second;
    const bool is_excused = world_.profile.may_seem_to_hang() &&
                            world_.now_us() <= since_us + overlap_max_us + slack_us;
    if (is_excused) return;
    world_.fail("one primary", acting[0]->label + " and " + acting[1]->label + " are both primary");
}

bool Invariants::hears_itself(const Host& host) const {
    const bool loses = loses_on_loopback(world_.profile) && calm_us_ == never_us;
    return !loses && !log_.lasts(host, Fault::loopback_cut) &&
           !log_.lasts(host, Fault::loopback_down);
}

void Invariants::check_takeover(ProviderProgram& provider) {
    std::uint64_t& before = takeovers_[provider.label];
    if (provider.count(Counter::takeovers) == before) return;
    before = provider.count(Counter::takeovers);
    Host& host = provider.host;
    if (!hears_itself(host) || world_.profile.slow_schedule_permille != 0) return;
    const auto& holders = host.port_holders();
    if (holders.size() < 2) {
        // The bind before may have been refused.
        if (log_.lasts(host, Fault::scarcity)) return;
        return world_.fail("eager deputy", provider.label + " took over a port that was free");
    }
    // If the port was shared, any of its holders may have failed to answer.
    if (host.was_port_shared()) return;
    const Socket& former_port = *holders[holders.size() - 2];
    Program& former = former_port.owner;
    TimeUs quiet_since_us = log_.last_disturbance_us(host);
    if (loses_on_loopback(world_.profile)) quiet_since_us = std::max(quiet_since_us, calm_us_);
    if (world_.now_us() < quiet_since_us + silence_max_us) return;
    const TimeUs answers_since_us =
        std::max({former.woken_us(), former_port.bound_us, host.port_changed_before_us()});
    if (former.runs() && world_.now_us() > answers_since_us + question_max_us) {
        world_.fail("eager deputy",
                    provider.label + " took over the port from " + former.label + ", which runs");
    }
    // The patience applies to the primary that the deputy followed, not to an older port holder.
    const bool was_followed =
        former.as_provider() != nullptr && former.as_provider()->id() == provider.took_over_from();
    const bool was_known = world_.now_us() > former_port.bound_us + silence_max_us;
    if (was_known && was_followed && former.hangs() &&
        world_.now_us() < former.hung_us() + patience_min_us) {
        world_.fail("eager deputy",
                    provider.label + " did not wait long enough for " + former.label);
    }
}

void Invariants::sent(Program& program, const Packet& packet) {
    const auto type = static_cast<wire::MessageType>(packet.bytes()[4]);
    const bool is_of_hosts = type == wire::MessageType::host_announcement ||
                             type == wire::MessageType::host_query ||
                             type == wire::MessageType::host_list;
    // Other hosts and clients decide how many of these are sent.
    const bool is_asked_for = is_of_hosts && !packet.is_to_all;
    if (is_asked_for) {
        ++questions_[program.label];
    } else {
        ++sent_[program.label][packet.bytes()[4]];
    }
    if (program.as_provider() == nullptr) return;
    // Answers are delayed, so they may be older than what was told to all.
    if (packet.is_to_all) announced_states_.check(program, packet);
    if (!is_asked_for) check_traffic(program, type);
    check_roster(program, packet);
}

void Invariants::check_traffic(Program& program, wire::MessageType type) {
    switch (type) {
        // Clients decide how many of these are sent.
        case wire::MessageType::service_advertisement:
        case wire::MessageType::provider_notification:
        case wire::MessageType::status_response:
            return;
        default:
            break;
    }
    // Hints make a provider start over at most every 100 ms. Each start takes a request by
    // broadcast and by unicast and a registration, each with an answer. Half as much again allows
    // for the messages of a primary to all.
    constexpr std::uint64_t per_provider_max = 60;
    Traffic& traffic = traffic_[program.host.label];
    if (world_.now_us() >= traffic.window_us + second) traffic = {world_.now_us(), 0};
    if (++traffic.count % per_provider_max != 0) return;
    const auto& programs = program.host.programs();
    const auto senders = static_cast<std::uint64_t>(
        std::count_if(programs.begin(), programs.end(), [&](const auto& each) {
            const bool lived = !each->has_ended() || each->ended_us() >= traffic.window_us;
            return each->as_provider() != nullptr && lived;
        }));
    if (traffic.count > (senders + 2) * per_provider_max) {
        world_.fail("traffic", std::to_string(traffic.count) + " datagrams of " +
                                   program.host.label + "'s providers in a second");
    }
}

void Invariants::check_roster(Program& program, const Packet& packet) {
    wire::Header header;
    wire::Bytes fields;
    wire::Notification notification;
    if (roster_checked_us_ == world_.now_us()) return;
    if (wire::decode_header(packet.bytes(), header, fields) != wire::DecodeError::none ||
        header.type != wire::MessageType::provider_notification ||
        wire::decode(header, fields, notification) != wire::DecodeError::none) {
        return;
    }
    roster_checked_us_ = world_.now_us();
    const Profile& profile = world_.profile;
    // A primary that does not run ends no lease.
    if (profile.has_suspends || profile.has_jumps || profile.has_hangs) return;
    const TimeUs stays_us = profile.hides_deaths() ? lease_us + second : removal_max_us;
    std::size_t services_max = 0;
    for (const auto& each : program.host.programs()) {
        const ProviderProgram* provider = each->as_provider();
        const bool counts = provider != nullptr &&
                            (!each->has_ended() || world_.now_us() < each->ended_us() + stays_us);
        if (counts) services_max += provider->services_max();
    }
    if (notification.roster.matching > services_max) {
        world_.fail("roster",
                    program.label + " counts " + std::to_string(notification.roster.matching) +
                        " services; living providers have at most " + std::to_string(services_max));
    }
}

void Invariants::told(ProviderProgram& primary, const ProviderEvent& event) {
    const bool died = event.type == ProviderEventType::secondary_died;
    const bool expired = event.type == ProviderEventType::secondary_expired;
    const ProviderProgram* peer = find_provider(primary.host, event.peer);
    if ((!died && !expired) || peer == nullptr || peer->has_ended()) return;
    // A slow datagram from the port's former owner may be taken for one of this peer.
    const bool is_taken_for_another =
        world_.profile.lo_slow_permille != 0 && peer->port_was_free_us() <= slow_max_us;
    if (died && is_taken_for_another) return;
    if (died) {
        return world_.fail("lives", primary.label + " takes living " + peer->label + " for dead");
    }
    const TimeUs now_us = world_.now_us();
    const TimeUs since_us = now_us - std::min(now_us, lease_us + silence_max_us);
    const std::vector<Fault> faults = log_.since(primary.host, since_us);
    const bool was_deaf = std::any_of(faults.begin(), faults.end(), [](Fault fault) {
        return fault == Fault::loopback_cut || fault == Fault::loopback_down;
    });
    const bool hung = peer->hung_us() != 0 && peer->hung_us() >= since_us;
    if (!was_deaf && !hung && !loses_on_loopback(world_.profile)) {
        world_.fail("lives", primary.label + " ends the lease of living " + peer->label);
    }
}

void Invariants::primary_hangs(ProviderProgram& primary) {
    Host& host = primary.host;
    const Profile& profile = world_.profile;
    const TimeUs now_us = world_.now_us();
    TimeUs quiet_us = profile.bound_us() + second;
    // If the first secondaries belong to other users, the primary asks the system a second time.
    if (profile.has_several_users()) quiet_us += second;
    const bool is_clean = (profile.tells_users || !profile.has_several_users()) &&
                          profile.has_takeover && !profile.disturbs_loopback() &&
                          profile.slow_schedule_permille == 0 && now_us > quiet_us &&
                          log_.since(host, now_us - quiet_us).empty();
    if (!is_clean || !has_possible_successor(primary)) return;
    const std::size_t faults_before = log_.size(host) + 1;
    world_.clock.after(takeover_max_us, [this, &primary, faults_before] {
        check_successor(primary, faults_before, false);
    });
    world_.clock.after(takeover_max_us + register_max_us, [this, &primary, faults_before] {
        check_successor(primary, faults_before, true);
    });
}

bool Invariants::has_possible_successor(const ProviderProgram& primary) {
    const std::vector<ProviderProgram*> living = primary.host.living_providers();
    return std::any_of(living.begin(), living.end(), [&](const ProviderProgram* each) {
        return each != &primary && each->user() == primary.user();
    });
}

void Invariants::check_successor(ProviderProgram& hung, std::size_t faults_before,
                                 bool all_registered) {
    if (log_.size(hung.host) != faults_before) return;
    const ProviderProgram* successor = hung.host.primary();
    if (successor == nullptr) {
        return world_.fail("takeover", "no provider took over from " + hung.label);
    }
    if (!all_registered) return;
    for (const ProviderProgram* each : hung.host.living_providers()) {
        const bool follows = each->role() != Role::none && each->follows() == successor->id();
        if (each != &hung && !follows) {
            world_.fail("takeover", each->label + " does not follow " + successor->label +
                                        ", which took over from " + hung.label);
        }
    }
}

std::optional<Invariants::Findable> Invariants::findable_by(const Program& client,
                                                            bool local_only) const {
    const Profile& profile = world_.profile;
    if (profile.slow_schedule_permille != 0 || profile.lan_loss_permille != 0 ||
        profile.lan_slow_permille != 0 || profile.disturbs_loopback() ||
        profile.icmp_loss_permille != 0) {
        return std::nullopt;
    }
    const TimeUs since_us = client.started_us() - std::min(client.started_us(), profile.bound_us());
    Findable made;
    for (const auto& host : network_.hosts()) {
        if (local_only && host.get() != &client.host) continue;
        made.may_wait_for_dead |= host->living_providers().empty();
        // With keys, a host answers only requests of about its own time of day. A search within
        // one host always has that time.
        const bool is_of_one_time =
            local_only || (network_.hosts().size() == 1 && host.get() == &client.host);
        if (host->wall_set_us() >= client.started_us()) return std::nullopt;
        if (!is_of_one_time && !host->is_wall_right()) return std::nullopt;
        const std::vector<Fault> faults = log_.since(*host, since_us);
        const bool one_death = faults == std::vector<Fault>{Fault::kill_primary};
        if (!faults.empty() && (!one_death || profile.hides_deaths())) return std::nullopt;
        made.is_untouched &= faults.empty();
        for (const ProviderProgram* each : host->living_providers()) {
            made.services.insert(each->services().begin(), each->services().end());
        }
    }
    return made;
}

void Invariants::probe_done(ProbeProgram& probe) {
    const std::optional<Findable> expected = findable_by(probe, probe.is_local_only());
    if (!expected) return;
    std::set<std::string> found;
    for (const ProbeProgram::Found& each : probe.found()) found.insert(each.service);
    for (const std::string& service : expected->services) {
        if (found.contains(service)) continue;
        return world_.fail("probe", probe.label + " did not find " + service);
    }
    const bool is_complete =
        probe.outcome() ==
            (expected->services.empty() ? ProbeOutcome::not_found : ProbeOutcome::complete) ||
        (expected->may_wait_for_dead && probe.outcome() == ProbeOutcome::incomplete);
    if (expected->is_untouched && (!is_complete || found.size() != expected->services.size())) {
        world_.fail("probe", probe.label + " found " + std::to_string(found.size()) + " of " +
                                 std::to_string(expected->services.size()) +
                                 ", but its outcome does not say so");
    }
}

}  // namespace mpdisc::sim
