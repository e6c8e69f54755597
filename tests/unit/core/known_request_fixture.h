// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {

using wire::MessageType;
using Names = std::multiset<std::string>;

/// The settings of a repeated request.
struct Asking {
    std::string_view type = "_http._tcp";
    bool wants_roster = false;
    std::uint8_t shards = 1;
};

/// A client on the network of eth0 that remembers the answers.
class KnownRequestTest : public testing::Test {
   protected:
    static constexpr std::uint64_t transaction = 42;

    struct Known {
        ProviderId provider;
        Bytes field;
    };

    /// Starts a primary and `count` secondaries with one service each: "p", "s1", "s2", ...
    void start_many(int count) {
        primary = &host.start({service("p")});
        for (int n = 1; n <= count; ++n) {
            secondaries.push_back(&host.start({service("s" + std::to_string(n))}));
        }
        host.run_for(second);
    }

    /// Sends the first attempt and remembers the answers.
    void ask_first(std::string_view type = "_http._tcp") {
        host.broadcast_to_port(client.endpoint, bytes_of(request(transaction, 1, type)));
        attempt = 1;
        host.run_for(ms);
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            auto services = advertisement.services.read();
            for (wire::ServiceList::Item item; services.next(item);) {
                known[std::string(item.service.name)] = {
                    advertisement.provider, {item.encoded.begin(), item.encoded.end()}};
            }
        }
    }

    /// The request of this attempt for that shard. Its filter is wide enough to avoid false
    /// positives.
    [[nodiscard]] Bytes request_of_shard(const Asking& asking, std::uint8_t shard) const {
        Bytes bits(16 + 8 * known.size());
        for (const auto& [name, each] : known) {
            const std::uint64_t hash =
                wire::answer_hash(transaction, attempt, each.provider, each.field);
            if (wire::shard_of(hash, asking.shards) == shard) wire::add_known_answer(bits, hash);
        }
        wire::Request made = request(transaction, attempt, asking.type);
        made.known = {wire::known_answer_hashes, shard, asking.shards,
                      asking.wants_roster && shard == 0, bits};
        return bytes_of(made);
    }
    /// Sends the next attempt. Returns the names in the answers, each as often as it comes.
    Names ask_again(const Asking& asking = {}) {
        client.received.clear();
        host.sent.clear();
        ++attempt;
        for (std::uint8_t shard = 0; shard < asking.shards; ++shard) {
            host.broadcast_to_port(client.endpoint, request_of_shard(asking, shard));
        }
        host.run_for(ms);
        return names_received();
    }
    [[nodiscard]] Names names_received() const {
        Names names;
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            EXPECT_EQ(advertisement.attempt, attempt);
            const auto found = names_in(advertisement.services);
            names.insert(found.begin(), found.end());
        }
        return names;
    }
    void expect_rosters(std::uint32_t matching) const {
        for (const Datagram& each : client.received) {
            const auto roster = read<wire::Advertisement>(each.bytes).roster;
            EXPECT_EQ(roster.matching, matching);
            EXPECT_EQ(roster.primary, primary->id());
        }
    }
    /// Checks that the only datagram is a roster of the primary without services.
    void expect_roster_alone(std::uint32_t matching) {
        ASSERT_EQ(client.received.size(), 1U);
        const auto advertisement = read<wire::Advertisement>(client.received[0].bytes);
        EXPECT_TRUE(names_in(advertisement.services).empty());
        EXPECT_EQ(advertisement.role, Role::primary);
        EXPECT_EQ(advertisement.provider, primary->id());
        EXPECT_EQ(advertisement.host_name, "box");
        expect_rosters(matching);
        EXPECT_EQ(host.sent.size(), 1U);
    }
    [[nodiscard]] std::size_t notified() const {
        return host.count_sent(MessageType::provider_notification);
    }

    VirtualHost host;
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    VirtualProvider* primary = nullptr;
    std::vector<VirtualProvider*> secondaries;
    std::map<std::string, Known> known;
    std::uint8_t attempt = 0;
};

}  // namespace mpdisc::test
