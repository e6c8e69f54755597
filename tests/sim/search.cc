// SPDX-License-Identifier: MIT
#include "tests/sim/search.h"

#include <algorithm>
#include <set>

#include "tests/sim/client_programs.h"
#include "tests/sim/network.h"
#include "tests/sim/provider_program.h"
#include "wire/header.h"

namespace mpdisc::sim {
namespace {

/// Between the starts of two processes of one host.
constexpr TimeUs start_gap_us = 300;
constexpr TimeUs registration_max_us = 20 * second;
/// After this time each primary knows how many services its host has. It varies, so that heartbeats
/// may come at any time of the search.
constexpr TimeUs settling_min_us = 500 * ms;
constexpr TimeUs settling_max_us = 1'500 * ms;
/// How long the client may run after its time-out.
constexpr TimeUs overtime_max_us = 500 * ms;

/// On its host, the client shares these processors with the providers that it wakes.
constexpr unsigned local_processors = 2;

constexpr std::uint64_t disturbed_double_permille = 200;
constexpr std::uint64_t disturbed_slow_permille = 200;

Profile profile_of(const Search& search, const Conditions& conditions) {
    Profile made;
    made.name = search.name;
    made.hosts = search.hosts;
    // The hosts have just started. What they would ask each other is no part of a search.
    made.announce_s = 0;
    made.pace.emplace();
    if (search.is_local) made.pace->processors = local_processors;
    made.pace->side_loss_ppm = side_loss_ppm(conditions.loss_permille);
    if (conditions.is_disturbed) {
        made.lan_double_permille = disturbed_double_permille;
        made.lan_slow_permille = disturbed_slow_permille;
    }
    return made;
}

/// Counts the datagrams on the LAN.
class Meter : public Observer {
   public:
    Meter(SearchResult& result, bool is_local) : result_(result), is_local_(is_local) {}

    void stepped(Program&) override {}
    void told(ProviderProgram&, const ProviderEvent&) override {}
    void sent(Program&, const Packet& packet) override {
        if (packet.to.address.is_loopback() && !is_local_) return;
        const std::span<const std::uint8_t> bytes = packet.bytes();
        const auto type = static_cast<wire::MessageType>(bytes[4]);
        if (type == wire::MessageType::client_discovery_request) {
            ++result_.requests;
            result_.request_bytes += bytes.size();
        } else if (type == wire::MessageType::service_advertisement) {
            ++result_.answers;
            result_.answer_bytes += bytes.size();
        }
    }

   private:
    SearchResult& result_;
    const bool is_local_;
};

class SearchRun {
   public:
    SearchRun(std::uint64_t seed, const Search& search, const Conditions& conditions)
        : search_(search),
          conditions_(conditions),
          world_(seed, profile_of(search, conditions), false),
          network_(world_),
          meter_(result_, search.is_local) {
        world_.observer = &meter_;
    }

    SearchResult run(bool prints_trace) {
        start_providers();
        wait_for_providers();
        world_.trace.set_prints(prints_trace);
        if (world_.failure.empty()) look();
        result_.failure = world_.failure;
        result_.trace_hash = world_.trace.hash();
        return result_;
    }

   private:
    void start_providers();
    void wait_for_providers();
    void look();
    void judge(const ProbeProgram& probe, TimeUs begun_us);

    const Search& search_;
    const Conditions& conditions_;
    World world_;
    Network network_;
    SearchResult result_;
    Meter meter_;
    std::vector<ProviderProgram*> providers_;
};

void SearchRun::start_providers() {
    for (unsigned number = 1; number <= search_.hosts; ++number) {
        Host& host = network_.add_host();
        const Offer& offer = number % 2 == 1 ? search_.odd : search_.even;
        for (unsigned n = 0; n < offer.processes; ++n) {
            ProviderProgram::Setup setup;
            setup.name = "p" + std::to_string(n + 1);
            setup.services = offer.services;
            ProviderProgram& made = host.add<ProviderProgram>(network_, setup);
            providers_.push_back(&made);
            world_.clock.at(n * start_gap_us, [&made] { made.start(); });
        }
        result_.wanted += std::size_t{offer.processes} * offer.services;
    }
}

void SearchRun::wait_for_providers() {
    const auto has_role = [](const ProviderProgram* each) { return each->role() != Role::none; };
    while (!std::all_of(providers_.begin(), providers_.end(), has_role)) {
        if (world_.now_us() > registration_max_us) world_.fail("search", "not all have registered");
        if (!world_.failure.empty()) return;
        world_.pass(50 * ms);
    }
    world_.pass(world_.noise.between(settling_min_us, settling_max_us));
}

void SearchRun::look() {
    ProbeProgram::Setup setup;
    setup.name = "client";
    setup.local_only = search_.is_local;
    setup.timeout_ms = conditions_.timeout_ms;
    const TimeUs begun_us = world_.now_us();
    Host& host = search_.is_local ? *network_.hosts().front() : network_.add_host();
    auto& probe = host.add<ProbeProgram>(network_, setup, [&](ProbeProgram& ended) {
        judge(ended, begun_us);
        world_.clock.halt();
    });
    probe.start();
    world_.pass(TimeUs{conditions_.timeout_ms} * ms + overtime_max_us);
    if (!probe.has_ended()) world_.fail("search", "the client does not end");
}

void SearchRun::judge(const ProbeProgram& probe, TimeUs begun_us) {
    std::set<std::string_view> names;
    for (const ProbeProgram::Found& each : probe.found()) {
        if (!names.insert(each.service).second) ++result_.found_twice;
        result_.last_new_us = each.when_us - begun_us;
    }
    result_.found = names.size();
    result_.outcome = probe.outcome();
    result_.ended_us = probe.ended_us() + probe.spent_us() - begun_us;
    result_.client_drops = probe.socket().dropped;
    for (const ProviderProgram* each : providers_) result_.host_drops += each->drops();
}

}  // namespace

SearchResult run_search(std::uint64_t seed, const Search& search, const Conditions& conditions,
                        bool prints_trace) {
    return SearchRun(seed, search, conditions).run(prints_trace);
}

}  // namespace mpdisc::sim
