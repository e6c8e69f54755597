// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {

using Names = std::multiset<std::string>;

/// A host with a primary, its deputy and one more secondary. Each has one service, named after it.
class TakeoverTest : public testing::Test {
   protected:
    static constexpr std::uint32_t user = 1000;

    TakeoverTest() {
        host.run_for(second);
        EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    }

    /// The services in the answers to a client's request, each as often as it comes.
    Names names_found() {
        client.received.clear();
        host.broadcast_to_port(client.endpoint, bytes_of(request(++transaction)));
        host.run_for(ms);
        return names_received();
    }
    Names names_received() const {
        Names names;
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            const auto found = names_in(advertisement.services);
            names.insert(found.begin(), found.end());
            EXPECT_EQ(advertisement.role == Role::primary,
                      advertisement.roster.primary == advertisement.provider);
        }
        return names;
    }

    /// Runs until that provider is primary. Returns the time that it took, or never_us after the
    /// limit.
    TimeUs time_until_primary(const VirtualProvider& provider, TimeUs limit_us) {
        const TimeUs began_us = host.now_us;
        while (provider.role() != Role::primary) {
            if (host.now_us >= began_us + limit_us) return never_us;
            host.run_for(ms);
        }
        return host.now_us - began_us;
    }

    void expect_secondary_of(const VirtualProvider& primary_now,
                             std::initializer_list<const VirtualProvider*> providers) {
        for (const VirtualProvider* each : providers) {
            EXPECT_EQ(each->role(), Role::secondary) << each->process_id;
            EXPECT_EQ(last_primary_of(*each), primary_now.id()) << each->process_id;
        }
    }
    /// The primary in its last role_changed event.
    static ProviderId last_primary_of(const VirtualProvider& provider) {
        ProviderId last;
        for (const ProviderEvent& each : provider.events) {
            if (each.type == ProviderEventType::role_changed) last = each.peer;
        }
        return last;
    }
    static std::vector<ProviderId> peers_of(const VirtualProvider& provider,
                                            ProviderEventType type) {
        std::vector<ProviderId> peers;
        for (const ProviderEvent& each : provider.events) {
            if (each.type == type) peers.push_back(each.peer);
        }
        return peers;
    }

    VirtualProvider& start_one(std::string_view name, std::uint32_t user_id = user) {
        host.user_id = user_id;
        return host.start({service(name)});
    }

    VirtualHost host;
    VirtualProvider& primary = start_one("p");
    VirtualProvider& deputy = start_one("d");
    VirtualProvider& third = start_one("t");
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    std::uint64_t transaction = 0;
};

}  // namespace mpdisc::test
