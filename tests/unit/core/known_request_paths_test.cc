// SPDX-License-Identifier: MIT
//
// Known answers come in shards and by several paths, and the primary passes them on to secondaries
// (mpdisc-wire.7, KNOWN_ANSWERS and PROVIDER_NOTIFICATION).
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/known_request_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(KnownRequestTest, each_shard_of_an_attempt_is_answered) {
    start_many(60);
    ask_first();
    Names missing;
    for (int n = 1; n <= 60; n += 2) {
        const std::string name = "s" + std::to_string(n);
        missing.insert(name);
        known.erase(name);
    }
    for (const std::uint8_t shards : {std::uint8_t{2}, std::uint8_t{5}, std::uint8_t{64}}) {
        EXPECT_EQ(ask_again({.shards = shards}), missing) << int{shards};
        expect_rosters(61);
        EXPECT_EQ(notified(), missing.size());
    }
}

TEST_F(KnownRequestTest, complete_shards_are_not_answered) {
    start_many(60);
    ask_first();
    EXPECT_EQ(ask_again({.shards = 5}), Names{});
    EXPECT_TRUE(host.sent.empty());
    EXPECT_EQ(ask_again({.wants_roster = true, .shards = 5}), Names{});
    expect_roster_alone(61);
    known.erase("s9");
    EXPECT_EQ(ask_again({.shards = 5}), Names{"s9"});
    EXPECT_EQ(notified(), 1U);
}

TEST_F(KnownRequestTest, same_shard_by_several_paths_is_answered_once_if_something_is_known) {
    start_many(20);
    ask_first();
    // Something remains known in each shard.
    for (int n = 1; n <= 10; ++n) known.erase("s" + std::to_string(n));
    const Asking asking{.shards = 3};
    client.received.clear();
    ++attempt;
    const std::uint64_t before = primary->count(Counter::drop_repeated);
    for (std::uint8_t shard = 0; shard < asking.shards; ++shard) {
        const Bytes bytes = request_of_shard(asking, shard);
        host.broadcast_to_port(client.endpoint, bytes);
        host.send_to_port(endpoint("127.0.0.1", 5000), bytes);
        host.send_to_port(endpoint("fe80::77", 5000, eth0), bytes, eth0, "ff12::6d70:6469:7363");
        host.broadcast_to_port(client.endpoint, bytes);
    }
    host.run_for(ms);
    const Names names = names_received();
    EXPECT_EQ(names.size(), 10U);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 10U);
    EXPECT_EQ(primary->count(Counter::drop_repeated), before + 9);
}

TEST_F(KnownRequestTest, each_path_is_answered_at_the_eighth_attempt) {
    start_many(3);
    ask_first();
    known.erase("s2");
    for (attempt = 2; attempt <= 8; ++attempt) {
        host.sent.clear();
        const Bytes bytes = request_of_shard({}, 0);
        host.broadcast_to_port(client.endpoint, bytes);
        host.send_to_port(endpoint("127.0.0.1", 5000), bytes);
        host.run_for(ms);
        EXPECT_EQ(notified(), attempt == 8 ? 2U : 1U) << int{attempt};
    }
}

TEST_F(KnownRequestTest, copy_that_wants_the_roster_is_answered_after_one_that_wants_nothing) {
    start_many(2);
    ask_first();
    ++attempt;
    client.received.clear();
    host.send_to_port(endpoint("fe80::77", 5000, eth0), request_of_shard({}, 0), eth0,
                      "ff12::6d70:6469:7363");
    host.run_for(ms);
    EXPECT_TRUE(client.received.empty());
    host.sent.clear();
    host.send_to_port(client.endpoint, request_of_shard({.wants_roster = true}, 0), eth0,
                      "192.0.2.10");
    host.run_for(ms);
    expect_roster_alone(3);
}

TEST_F(KnownRequestTest, further_path_asks_only_the_providers_bound_to_it) {
    start_many(2);
    host.interface_name = "eth1";
    core::ProviderConfig config = host.next_config();
    host.start(config, {service("on eth1")});
    host.run_for(ms);
    ask_first();
    EXPECT_EQ(known.size(), 3U);
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(3);
    // The same attempt comes by eth1. One more provider is asked, and its service is not known.
    client.received.clear();
    VirtualClient& other = host.client(endpoint("198.51.100.77", 5000));
    const Bytes bytes = request_of_shard({.wants_roster = true}, 0);
    host.send_to_port(other.endpoint, bytes, eth1, "198.51.100.10");
    host.run_for(ms);
    EXPECT_TRUE(client.received.empty());
    ASSERT_EQ(other.received.size(), 1U);
    const auto answer = read<wire::Advertisement>(other.received[0].bytes);
    EXPECT_EQ(names_in(answer.services), std::vector<std::string>{"on eth1"});
    EXPECT_EQ(answer.roster.matching, 4U);
    // By IPv6 no provider is new, but the primary answers with a roster that counts all four.
    VirtualClient& third = host.client(endpoint("2001:db8::77", 5000));
    host.send_to_port(third.endpoint, bytes, eth0, "2001:db8::10");
    host.run_for(ms);
    ASSERT_EQ(third.received.size(), 1U);
    const auto roster = read<wire::Advertisement>(third.received[0].bytes);
    EXPECT_TRUE(names_in(roster.services).empty());
    EXPECT_EQ(roster.roster.matching, 4U);
}

TEST_F(KnownRequestTest, notification_passes_on_the_known_answers) {
    start_many(3);
    ask_first();
    known.erase("s2");
    const Asking asking{.shards = 3};
    ask_again(asking);
    const auto notifications = host.sent_of_type(MessageType::provider_notification);
    ASSERT_EQ(notifications.size(), 1U);
    const auto passed_on = read<wire::Notification>(notifications[0].bytes).request;
    const Bytes bytes = request_of_shard(asking, passed_on.known.shard);
    const auto asked = read<wire::Request>(bytes);
    EXPECT_EQ(passed_on.transaction, transaction);
    EXPECT_EQ(passed_on.attempt, attempt);
    EXPECT_EQ(passed_on.filter.type, "_http._tcp");
    EXPECT_EQ(passed_on.known.hashes, asked.known.hashes);
    EXPECT_EQ(passed_on.known.shards, asked.known.shards);
    EXPECT_EQ(Bytes(passed_on.known.bits.begin(), passed_on.known.bits.end()),
              Bytes(asked.known.bits.begin(), asked.known.bits.end()));
}

TEST_F(KnownRequestTest, largest_request_is_passed_on_to_secondaries) {
    start_many(3);
    ask_first();
    ++attempt;
    client.received.clear();
    wire::Request asked = request(transaction, attempt, "_http._tcp");
    asked.window_ms = 1;
    const Bytes none(1232 - short_bytes_of(asked).size() - 8);
    asked.known = {1, 0, 1, true, none};
    const Bytes bytes = bytes_of(asked);
    ASSERT_EQ(bytes.size(), limits::network_datagram_max);
    host.broadcast_to_port(client.endpoint, bytes);
    host.run_for(2 * ms);
    EXPECT_EQ(names_received().size(), 4U);
}

TEST_F(KnownRequestTest, any_number_of_bits_a_service_is_understood) {
    start_many(3);
    ask_first();
    const Bytes all(10, 0xFF);
    const Bytes none(10);
    for (std::uint8_t hashes = 1; hashes <= wire::known_answer_hashes_max; ++hashes) {
        for (const bool knows_all : {true, false}) {
            ++attempt;
            client.received.clear();
            wire::Request asked = request(transaction, attempt, "_http._tcp");
            asked.known = {hashes, 0, 1, false, knows_all ? all : none};
            host.broadcast_to_port(client.endpoint, bytes_of(asked));
            host.run_for(ms);
            EXPECT_EQ(names_received().size(), knows_all ? 0U : 4U) << int{hashes};
        }
    }
}

TEST_F(KnownRequestTest, secondary_without_a_missing_service_sends_nothing) {
    start_many(2);
    ask_first();
    for (const bool wants_roster : {false, true}) {
        ++attempt;
        host.sent.clear();
        const Bytes bytes = request_of_shard({.wants_roster = wants_roster}, 0);
        wire::Notification notification;
        notification.arrival.client = client.endpoint;
        notification.arrival.if_index = eth0;
        notification.arrival.local = ip("192.0.2.10");
        notification.roster = {primary->id(), 3, 1, true};
        notification.request = read<wire::Request>(bytes);
        const std::uint64_t before = secondaries[0]->count(Counter::requests);
        host.send_to_control(*secondaries[0], endpoint("127.0.0.1", host.port),
                             bytes_of(notification));
        host.run_for(ms);
        EXPECT_EQ(secondaries[0]->count(Counter::requests), before + 1);
        EXPECT_TRUE(host.sent.empty()) << "only a primary sends a roster alone";
    }
}

}  // namespace
}  // namespace mpdisc::test
