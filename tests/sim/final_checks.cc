// SPDX-License-Identifier: MIT
#include "tests/sim/final_checks.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "tests/sim/provider_program.h"

namespace mpdisc::sim {
namespace {

std::string text_of(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
}

/// The names that are in only one of the sets.
std::string difference(const std::set<std::string>& expected, const std::set<std::string>& found) {
    std::set<std::string> missing;
    std::set<std::string> surplus;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                        std::inserter(missing, missing.end()));
    std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                        std::inserter(surplus, surplus.end()));
    return "missing " + text_of(missing) + "; too much " + text_of(surplus);
}

}  // namespace

void FinalChecks::check_roles() {
    for (const auto& host : network_.hosts()) check_roles(*host);
}

void FinalChecks::check_roles(Host& host) {
    const ProviderProgram* primary = host.primary();
    if (primary == nullptr) return world_.fail("roles", host.label + " has no primary");
    for (const ProviderProgram* each : host.living_providers()) {
        if (each == primary) continue;
        if (each->role() != Role::secondary || each->has_port()) {
            world_.fail("roles", each->label + " is no secondary, but " + to_text(each->role()) +
                                     (each->has_port() ? " with the port" : ""));
        } else if (each->follows() != primary->id()) {
            world_.fail("roles", each->label + " follows " + name_of(host, each->follows()) +
                                     ", not " + primary->label);
        }
    }
}

void FinalChecks::ask() {
    for (const auto& host : network_.hosts()) {
        asked_ += 3;
        host->add<StatusProgram>(
                network_, "status",
                [this, at = host.get()](StatusProgram& done) { check_status(*at, done); })
            .start();
        for (const bool local_only : {false, true}) {
            host->add<ProbeProgram>(network_,
                                    ProbeProgram::Setup{local_only ? "local" : "lan", local_only},
                                    [this](ProbeProgram& done) { check_probe(done); })
                .start();
        }
    }
}

void FinalChecks::check_asked() {
    if (asked_ != 0) world_.fail("clients", std::to_string(asked_) + " clients have not ended");
}

void FinalChecks::check_status(Host& host, StatusProgram& status) {
    --asked_;
    if (status.outcome() != StatusOutcome::complete) {
        return world_.fail("registry", status.label + " got no complete answer");
    }
    std::set<std::string> expected;
    for (const ProviderProgram* each : host.living_providers()) {
        expected.insert(each->label);
        expected.insert(each->services().begin(), each->services().end());
    }
    std::set<std::string> found;
    for (const StatusProgram::Provider& each : status.providers()) {
        found.insert(name_of(host, each.status.id));
        found.insert(each.services.begin(), each.services.end());
    }
    if (found != expected) world_.fail("registry", host.label + ": " + difference(expected, found));
}

void FinalChecks::check_probe(ProbeProgram& probe) {
    --asked_;
    std::set<std::string> expected;
    for (const auto& host : network_.hosts()) {
        if (probe.is_local_only() && host.get() != &probe.host) continue;
        for (const ProviderProgram* each : host->living_providers()) {
            expected.insert(each->services().begin(), each->services().end());
        }
    }
    std::set<std::string> found;
    for (const ProbeProgram::Found& each : probe.found()) found.insert(each.service);
    if (found.size() != probe.found().size()) {
        world_.fail("probe", probe.label + " found something twice");
    }
    // Once one host has answered, a probe waits for slow ones no longer than 80 ms.
    const bool may_miss_hosts = world_.profile.slow_schedule_permille != 0 &&
                                !probe.is_local_only() && network_.hosts().size() > 1;
    if (may_miss_hosts) return;
    if (found != expected) {
        return world_.fail("probe", probe.label + ": " + difference(expected, found));
    }
    if (probe.outcome() != ProbeOutcome::complete) {
        world_.fail("probe", probe.label + " found everything, but its outcome is not complete");
    }
}

void FinalChecks::check_resources() {
    for (const auto& host : network_.hosts()) {
        for (const ProviderProgram* each : host->living_providers()) check_resources(*host, *each);
    }
}

void FinalChecks::check_resources(Host& host, const ProviderProgram& provider) {
    if (provider.count(Counter::drop_no_memory) != 0 || provider.count(Counter::events_lost) != 0) {
        return world_.fail("resources", provider.label + " ran out of memory or lost an event");
    }
    if (!world_.profile.has_watch) return;
    // The watch of a running process has never reported its end, so it must still exist.
    std::map<std::uint32_t, int> expected;
    for (const ProviderProgram* each : host.living_providers()) {
        const bool is_peer =
            each != &provider && (provider.has_port() || each->id() == provider.follows());
        if (is_peer && host.is_running(each->claimed_process_id())) {
            ++expected[each->claimed_process_id()];
        }
    }
    std::map<std::uint32_t, int> found = provider.process_watch.watched();
    if (world_.profile.watch_loss_permille != 0) {
        std::erase_if(found, [&](const auto& each) { return !host.is_running(each.first); });
    }
    if (found == expected) return;
    std::set<std::string> expected_names;
    std::set<std::string> found_names;
    for (const auto& [pid, count] : expected) {
        expected_names.insert("pid " + std::to_string(pid) + " x" + std::to_string(count));
    }
    for (const auto& [pid, count] : found) {
        found_names.insert("pid " + std::to_string(pid) + " x" + std::to_string(count));
    }
    world_.fail("resources",
                provider.label + " watches: " + difference(expected_names, found_names));
}

void FinalChecks::begin_silence() {
    for (const auto& host : network_.hosts()) {
        for (const ProviderProgram* each : host->living_providers()) {
            before_[each->label] = {invariants_.sent_by(*each), each->events_count(),
                                    each->port_tries(), each->runs_count()};
        }
    }
}

void FinalChecks::check_silence(TimeUs lasted_us) {
    for (const auto& host : network_.hosts()) {
        unsigned deputies = 0;
        std::uint32_t candidates = 0;
        const ProviderProgram* primary = host->primary();
        for (ProviderProgram* each : host->living_providers()) {
            check_silence(*each, lasted_us, deputies);
            if (primary != nullptr && each != primary && each->user() == primary->user()) {
                ++candidates;
            }
        }
        if (primary != nullptr && primary->lacks_ipv6()) {
            world_.fail("port", primary->label + " does not try for the IPv6 port");
        }
        const unsigned expected = candidates != 0 && world_.profile.has_takeover ? 1 : 0;
        // If the system tells no users, a container's provider may be deputy until a takeover is
        // refused.
        const bool is_right = world_.profile.tells_users ? deputies == expected : deputies <= 1;
        if (!is_right) {
            world_.fail("silence", host->label + " has " + std::to_string(deputies) + " deputies");
        }
    }
}

/// Whether the provider expects to be told of its primary's end: the primary belongs to the same
/// user, and the system watches the process that the primary claims. That process may be another
/// one, or the notice of its end may have been lost; the secondary cannot know. check_resources()
/// checks that the secondary watches the right process. All other primaries are checked every 3
/// seconds.
bool FinalChecks::trusts_primary(const ProviderProgram& provider) const {
    const ProviderProgram* primary = provider.host.primary();
    return world_.profile.tells_users && primary != nullptr && primary->user() == provider.user() &&
           provider.process_watch.watched().contains(primary->claimed_process_id());
}

void FinalChecks::check_silence(ProviderProgram& provider, TimeUs lasted_us, unsigned& deputies) {
    const Before& before = before_[provider.label];
    const Invariants::Sent& sent = invariants_.sent_by(provider);
    const auto count = [&](wire::MessageType type) {
        const auto index = static_cast<std::size_t>(type);
        return sent[index] - before.sent[index];
    };
    const std::uint64_t beats = count(wire::MessageType::provider_heartbeat);
    const std::uint64_t acks = count(wire::MessageType::provider_heartbeat_ack);
    std::uint64_t others = 0;
    for (std::size_t type = 0; type < sent.size(); ++type) others += sent[type] - before.sent[type];
    const std::uint64_t announcements = count(wire::MessageType::host_announcement);
    others -= beats + acks + announcements;
    const bool is_slow = world_.profile.slow_schedule_permille != 0;
    // With keys, a heartbeat whose answer is late is repeated only after the primary has proved
    // that it has the key.
    if (is_slow && world_.profile.has_keys) {
        others -= count(wire::MessageType::provider_discovery_request);
        others -= count(wire::MessageType::provider_discovery_response);
    }

    // Each interval is up to a tenth shorter at random, and a little longer by scheduling delays.
    const TimeUs gap_us =
        trusts_primary(provider) ? 30 * second : TimeUs{limits::primary_check_ms} * ms;
    const std::uint64_t heartbeats_min = lasted_us * 30 / (31 * gap_us);
    const std::uint64_t heartbeats_max = lasted_us * 30 / (27 * gap_us) + 1;
    const std::uint64_t deputy_beats_min = lasted_us * 97 / 100 / second;
    const std::uint64_t deputy_beats_max = lasted_us * 112 / 100 / second;
    const bool is_deputy = beats >= deputy_beats_min && beats <= deputy_beats_max;
    const bool is_secondary = beats >= heartbeats_min && beats <= heartbeats_max;
    deputies += is_deputy ? 1 : 0;

    const std::uint64_t events = provider.events_count() - before.events;
    const std::uint64_t tries = provider.port_tries() - before.port_tries;
    const std::uint64_t runs = provider.runs_count() - before.runs;
    // A provider without an answer tries the port before it asks again. This happens if answers are
    // slow.
    if (events != 0 || others != 0 || (tries != 0 && !is_slow)) {
        world_.fail("silence", provider.label + " has " + std::to_string(events) + " events, " +
                                   std::to_string(others) + " other messages, " +
                                   std::to_string(tries) + " tries for the port");
    }
    const bool beats_right = provider.has_port() ? beats == 0 : is_deputy || is_secondary;
    if (!beats_right && !is_slow) {
        world_.fail("silence", provider.label + " sent " + std::to_string(beats) + " heartbeats");
    }
    // A primary announces its host on the LAN and on the loopback network, up to a tenth sooner
    // than its interval says.
    const TimeUs announce_us = world_.profile.announce_s * second;
    const bool announces = provider.has_port() && announce_us != 0;
    const std::uint64_t rounds_min = announces ? lasted_us / announce_us : 0;
    const std::uint64_t rounds_max = announces ? lasted_us * 10 / (9 * announce_us) + 1 : 0;
    if (announcements < 2 * rounds_min || announcements > 2 * rounds_max) {
        world_.fail("silence",
                    provider.label + " sent " + std::to_string(announcements) + " announcements");
    }
    // Two runs for a heartbeat (to send it and to read the answer), one for a peer's heartbeat, and
    // some runs left over from before the silence. One for an announcement, two for its own copies
    // of it, and one for an announcement of each other host.
    const std::uint64_t runs_max =
        2 * beats + acks + 10 + rounds_max * (network_.hosts().size() + 2);
    if (runs > runs_max && !is_slow) {
        world_.fail("silence", provider.label + " runs " + std::to_string(runs) + " times");
    }
}

}  // namespace mpdisc::sim
