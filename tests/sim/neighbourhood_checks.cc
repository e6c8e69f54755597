// SPDX-License-Identifier: MIT
#include "tests/sim/neighbourhood_checks.h"

#include <algorithm>

#include "tests/sim/provider_program.h"

namespace mpdisc::sim {
namespace {

std::size_t count_services(const Host& host) {
    std::size_t count = 0;
    for (const ProviderProgram* each : host.living_providers()) count += each->services().size();
    return count;
}

/// Whether a host may have missed an announcement, or may not believe it yet.
bool hides_announcements(const Profile& profile) {
    return profile.has_suspends || profile.has_jumps || profile.has_wall_jumps ||
           profile.has_lan_cuts || profile.has_scarcity || profile.has_loopback_downs ||
           profile.lan_loss_permille != 0 || profile.lan_slow_permille != 0 ||
           profile.slow_schedule_permille != 0;
}

}  // namespace

void NeighbourhoodChecks::check_early() {
    if (!hides_announcements(world_.profile)) check_hosts();
}

void NeighbourhoodChecks::change_services() {
    for (const auto& host : network_.hosts()) {
        if (ProviderProgram* primary = host->primary(); primary != nullptr) primary->add_service();
    }
}

void NeighbourhoodChecks::begin_rest() {
    for (const auto& host : network_.hosts()) {
        for (const ProviderProgram* each : host->living_providers()) {
            asked_before_[each->label] = invariants_.questions_by(*each);
        }
    }
}

void NeighbourhoodChecks::check_rest() {
    check_hosts();
    for (const auto& host : network_.hosts()) {
        for (const ProviderProgram* each : host->living_providers()) {
            const std::uint64_t asked =
                invariants_.questions_by(*each) - asked_before_[each->label];
            if (asked == 0) continue;
            world_.fail("neighbourhood", each->label + " sends " + std::to_string(asked) +
                                             " questions and answers to hosts at rest");
        }
    }
}

void NeighbourhoodChecks::check_hosts() {
    for (const auto& host : network_.hosts()) check_host(*host);
}

void NeighbourhoodChecks::check_host(const Host& host) {
    const ProviderProgram* primary = host.primary();
    if (primary == nullptr) return;
    for (const ProviderProgram* each : host.living_providers()) {
        // Programs with other keys tell each other nothing.
        if (each->has_other_keys() != primary->has_other_keys()) continue;
        if (each->host_id() == primary->host_id()) continue;
        return world_.fail("neighbourhood", each->label + " and " + primary->label +
                                                " give their host different ids");
    }
    check_entries(host, *primary);
    const ProviderProgram* first = network_.hosts().front()->primary();
    if (first != nullptr && primary->digest() != first->digest()) {
        world_.fail("neighbourhood", primary->label + " has another digest than " + first->label);
    }
}

void NeighbourhoodChecks::check_entries(const Host& host, const ProviderProgram& primary) {
    const auto entries = primary.neighbourhood().entries();
    const bool announces = world_.profile.announce_s != 0;
    std::size_t expected = 0;
    for (const auto& other : network_.hosts()) {
        const ProviderProgram* there = other->primary();
        if (other.get() == &host || there == nullptr || !announces) continue;
        ++expected;
        const auto entry = std::ranges::find_if(entries, [&](const auto& each) {
            return each.source.address == other->lan_address() && each.source.if_index == eth0;
        });
        const std::string who = primary.label + " knows of " + other->label;
        if (entry == entries.end()) {
            return world_.fail("neighbourhood", who + " nothing");
        }
        const wire::HostDescription& known = entry->host;
        if (known.host != there->host_id()) {
            return world_.fail("neighbourhood", who + " another id");
        }
        if (known.primary != there->id()) {
            return world_.fail("neighbourhood",
                               who + " the primary " + name_of(*other, known.primary));
        }
        // The digest tells whether the revision is right.
        if (known.summary.services != count_services(*other) || !known.summary.settled) {
            return world_.fail("neighbourhood",
                               who + " " + std::to_string(known.summary.services) + " of " +
                                   std::to_string(count_services(*other)) + " services" +
                                   (known.summary.settled ? "" : ", not settled"));
        }
    }
    if (entries.size() == expected) return;
    world_.fail("neighbourhood", primary.label + " knows " + std::to_string(entries.size()) +
                                     " hosts, not " + std::to_string(expected));
}

}  // namespace mpdisc::sim
