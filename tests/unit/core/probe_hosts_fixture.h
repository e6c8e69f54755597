// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "core/search/probe.h"
#include "tests/unit/core/link_fixture.h"

namespace mpdisc::test {

using wire::MessageType;
using Names = std::multiset<std::string>;

/// Host 0 runs the search.
class ProbeHostsTest : public LinkTest {
   protected:
    static constexpr TimeUs round_trip_us = 2 * VirtualHost::latency_us;

    ProbeHostsTest() {
        for (const auto& host : hosts) host->rates = {0, 0};
    }
    /// Each host has a service that is named after it, and they know each other.
    void start_all() {
        for (const char* name : {"a", "b", "c"}) {
            providers.push_back(&start(providers.size(), {service(name)}));
        }
        settle();
    }
    void settle() {
        run_for(8 * second);
        clear_sent();
    }
    /// Starts a search of host 0, and runs until it ends. Returns how long that took.
    TimeUs search(core::ProbeConfig config = {}) {
        begin(config);
        return run_to_end();
    }
    void begin(core::ProbeConfig config = {}) {
        config.seed = {11, ++searches, 33, 44};
        probe = &probes.emplace_back(config);
        client = &hosts[0]->start(*probe);
        began_us = hosts[0]->now_us;
    }
    TimeUs run_to_end() {
        while (probe->outcome() == ProbeOutcome::running) step();
        // A probe that has ended takes no more input.
        client->probe = nullptr;
        return hosts[0]->now_us - began_us;
    }
    /// In steps shorter than a datagram takes, so that the hosts' clocks agree.
    void step() {
        for (const auto& host : hosts) host->run_for(10);
    }
    void run_closely_for(TimeUs duration_us) {
        for (TimeUs passed_us = 0; passed_us < duration_us; passed_us += 10) step();
    }
    Names found() {
        Names names;
        for (FoundServiceView each; probe->next_service(each);) names.emplace(each.service.name);
        return names;
    }
    std::vector<IncompleteHost> incomplete() {
        std::vector<IncompleteHost> all;
        for (IncompleteHost each; probe->next_incomplete_host(each);) all.push_back(each);
        return all;
    }
    void expect_outcome(ProbeOutcome outcome, const Names& names) {
        EXPECT_EQ(probe->outcome(), outcome);
        EXPECT_EQ(found(), names);
        EXPECT_EQ(incomplete().size(), probe->incomplete_hosts());
    }
    static core::ProbeConfig config_of(std::string_view type) {
        core::ProbeConfig config;
        EXPECT_TRUE(config.type.assign(type));
        return config;
    }
    /// Datagrams of host 0 of that type to that host's own addresses.
    [[nodiscard]] std::size_t unicasts_to(std::size_t host, MessageType type) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(hosts[0]->sent, [&](const Datagram& each) {
                return each.type() == type &&
                       (each.to.address == hosts[host]->interfaces[1].address ||
                        each.to.address == hosts[host]->interfaces[2].address);
            }));
    }
    /// What that host sends arrives so much later.
    void delay(std::size_t slow, TimeUs delay_us) {
        hosts[slow]->carry_to_others = [this, slow, delay_us](const Datagram& sent) {
            late.push_back({hosts[slow]->now_us + delay_us, sent});
        };
        slow_host = slow;
    }
    /// Delivers what is late.
    void deliver_late() {
        while (!late.empty() && late.front().first <= hosts[0]->now_us) {
            for (std::size_t n = 0; n < hosts.size(); ++n) {
                if (n != slow_host) hosts[n]->hear(late.front().second);
            }
            late.pop_front();
        }
    }
    /// The host vanishes: its program ends, and its network is gone.
    void cut(std::size_t host) {
        hosts[host]->carry_to_others = [](const Datagram&) {};
        hosts[host]->loses = [](const Datagram&) { return true; };
        hosts[host]->kill(*providers[host]);
    }

    std::vector<VirtualProvider*> providers;
    std::deque<core::Probe> probes;
    core::Probe* probe = nullptr;
    VirtualClient* client = nullptr;
    TimeUs began_us = 0;
    std::uint64_t searches = 0;
    std::deque<std::pair<TimeUs, Datagram>> late;
    std::size_t slow_host = 0;
};

}  // namespace mpdisc::test
