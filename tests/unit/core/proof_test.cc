// SPDX-License-Identifier: MIT
//
// With keys, the holder of the port must prove that it has the key before providers tell it
// anything (mpdisc-wire.7, AUTHENTICATION).
#include <gtest/gtest.h>

#include "tests/unit/core/keyed_fixture.h"

namespace mpdisc::test {
namespace {

class ProofTest : public KeyedTest {
   protected:
    /// The message types sent to the discovery port since `sent` was cleared.
    [[nodiscard]] std::set<MessageType> types_at_port() const {
        std::set<MessageType> types;
        for (const Datagram& each : host.sent) {
            if (each.to.port == VirtualHost::port) types.insert(each.type());
        }
        return types;
    }
    std::vector<VirtualProvider*> start_several(std::size_t count) {
        std::vector<VirtualProvider*> all;
        for (std::size_t n = 0; n < count; ++n) all.push_back(&start(first, std::to_string(n)));
        host.run_for(3 * second);
        return all;
    }
    [[nodiscard]] static Names all_but_first(std::size_t count) {
        Names names;
        for (std::size_t n = 1; n < count; ++n) names.insert(std::to_string(n));
        return names;
    }
    const std::set<MessageType> questions = {MessageType::provider_discovery_request};
};

TEST_F(ProofTest, a_stranger_at_the_port_learns_nothing) {
    const std::vector<VirtualProvider*> all = start_several(5);
    host.port_table.has_stranger = true;
    host.sent.clear();
    host.kill(*all[0]);
    host.run_for(second);
    // Change the services, and let providers leave.
    ASSERT_EQ(host.add(*all[1], service("new")), ServiceError::none);
    host.run_for(20 * second);
    ASSERT_EQ(host.remove(*all[1], "new", "_http._tcp"), ServiceError::none);
    host.run_for(20 * second);
    VirtualProvider& latecomer = start(first, "5");
    host.run_for(10 * second);
    host.stop(*all[4]);
    host.stop(latecomer);
    host.run_for(second);
    EXPECT_EQ(types_at_port(), questions);
    const std::vector<Datagram> recorded = host.sent;

    // The stranger sends all recorded messages to the next primary.
    host.port_table.has_stranger = false;
    host.run_for(10 * second);
    const Names names = {"1", "2", "3"};
    EXPECT_EQ(search(first), names);
    for (const Datagram& each : recorded) host.send_to_port(local_program, each.bytes);
    host.sent.clear();
    host.run_for(second);
    EXPECT_EQ(host.count_sent_but_mismatches(), 0U) << "no recorded message gets an answer";
    EXPECT_EQ(search(first), names);
}

/// If the system does not report the primary's end, the next heartbeat reveals it.
TEST_F(ProofTest, an_unnoticed_change_of_primary_is_found_by_the_next_heartbeat) {
    host.has_process_watch = false;
    const std::vector<VirtualProvider*> all = start_several(3);
    host.loses = [](const Datagram& each) { return each.type() == MessageType::primary_change; };
    host.stop(*all[0]);
    // A new provider gets the port; the other two do not know of it.
    VirtualProvider& next = start(first, "next");
    ASSERT_EQ(next.role(), Role::primary);
    host.sent.clear();
    host.run_for(30 * second);
    EXPECT_EQ(search(first), (Names{"1", "2", "next"}));
    EXPECT_EQ(host.count_sent(MessageType::provider_registration), 2U);
    // Each sent one heartbeat in vain, and asked 50 ms later.
    EXPECT_EQ(host.count_sent(MessageType::provider_discovery_request), 2U);
}

/// Two datagrams of a type are lost. Repetitions make up for them.
TEST_F(ProofTest, repetitions_make_up_for_lost_datagrams) {
    for (const MessageType lost :
         {MessageType::provider_discovery_request, MessageType::provider_discovery_response,
          MessageType::provider_registration, MessageType::provider_registration_ack,
          MessageType::provider_heartbeat, MessageType::provider_heartbeat_ack}) {
        SCOPED_TRACE(static_cast<int>(lost));
        int left = 2;
        host.loses = [&](const Datagram& each) { return each.type() == lost && left-- > 0; };
        VirtualProvider& primary = start(first, "p");
        VirtualProvider& secondary = start(first, "s");
        host.run_for(40 * second);
        EXPECT_LE(left, 0);
        EXPECT_EQ(secondary.role(), Role::secondary);
        EXPECT_EQ(search(first), (Names{"p", "s"}));
        EXPECT_EQ(secondary.count(ProviderEventType::role_changed), 1U) << "it never left";
        host.stop(secondary);
        host.stop(primary);
        host.run_for(second);
    }
}

/// If a primary answers the question but not the heartbeat, the secondary must not ask in a tight
/// loop.
TEST_F(ProofTest, a_primary_that_ignores_heartbeats_is_asked_with_growing_gaps) {
    const std::vector<VirtualProvider*> all = start_several(2);
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::provider_heartbeat;
    };
    host.run_for(30 * second);
    host.sent.clear();
    host.run_for(60 * second);
    EXPECT_LE(host.count_sent(MessageType::provider_discovery_request), 25U);
    EXPECT_LE(host.count_sent(MessageType::provider_heartbeat), 25U);
}

/// Keys add only one round trip on loopback to a takeover.
TEST_F(ProofTest, a_takeover_with_keys_takes_one_more_round_trip) {
    TimeUs taken_us[2] = {};
    for (const bool has_keys : {false, true}) {
        VirtualHost each;
        each.keys = has_keys ? first : wire::Keyring{};
        std::vector<VirtualProvider*> all;
        for (int n = 0; n < 100; ++n) all.push_back(&each.start({service(std::to_string(n))}));
        each.run_for(3 * second);
        each.sent.clear();
        const TimeUs killed_us = each.now_us;
        each.kill(*all[0]);
        each.run_for(second);
        const auto acks = each.sent_of_type(MessageType::provider_registration_ack);
        ASSERT_EQ(acks.size(), 98U);
        taken_us[has_keys] = acks.back().sent_us - killed_us;
        EXPECT_EQ(each.count_sent(MessageType::provider_discovery_request), has_keys ? 98U : 0U);
    }
    EXPECT_EQ(taken_us[1], taken_us[0] + 2 * VirtualHost::latency_us);
    EXPECT_LE(taken_us[1], 100 * ms);
}

TEST_F(ProofTest, a_hang_is_noticed_nearly_as_soon_with_keys) {
    TimeUs taken_us[2] = {};
    for (const bool has_keys : {false, true}) {
        VirtualHost each;
        each.user_id = 1000;
        each.keys = has_keys ? first : wire::Keyring{};
        std::vector<VirtualProvider*> all;
        for (int n = 0; n < 5; ++n) all.push_back(&each.start({service(std::to_string(n))}));
        each.run_for(10 * second);
        const TimeUs hung_us = each.now_us;
        each.hang(*all[0]);
        while (each.port_holder() == all[0] && each.now_us < hung_us + 10 * second)
            each.run_for(ms);
        taken_us[has_keys] = each.now_us - hung_us;
        each.run_for(100 * ms);
        EXPECT_EQ(each.count_sent(MessageType::provider_registration_ack), 4U + 3U);
    }
    EXPECT_LE(taken_us[1], taken_us[0] + 300 * ms);
    EXPECT_LE(taken_us[1], 4 * second);
}

TEST_F(ProofTest, a_provider_draws_a_new_nonce_when_it_becomes_primary) {
    std::set<wire::Nonce> nonces;
    for (int n = 0; n < 3; ++n) {
        VirtualProvider& provider = start(first, "p");
        nonces.insert(nonce_of_primary());
        host.stop(provider);
    }
    EXPECT_EQ(nonces.size(), 3U);
    EXPECT_EQ(nonces.count({}), 0U);
}

}  // namespace
}  // namespace mpdisc::test
