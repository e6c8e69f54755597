// SPDX-License-Identifier: MIT
//
// How a secondary guards against a primary whose end it may not learn, and against a lying primary.
#include "core/takeover/primary_trust.h"

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

constexpr std::uint32_t user = 1000;
constexpr std::uint32_t process = 4711;

TEST(PrimaryTrust, needs_the_systems_answer_and_then_the_primarys) {
    core::PrimaryTrust trust;
    trust.begin();
    trust.note_process(process);
    trust.note_watched(process);
    EXPECT_TRUE(trust.ask());
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted()) << "it answers a heartbeat from before the system was asked";
    trust.note_user(true);
    EXPECT_FALSE(trust.is_trusted()) << "the primary has not answered yet";
    trust.note_answer();
    EXPECT_TRUE(trust.is_trusted());
    EXPECT_FALSE(trust.ask());
    trust.begin();
    EXPECT_FALSE(trust.is_trusted()) << "this is another registration";
    EXPECT_TRUE(trust.ask());
}

TEST(PrimaryTrust, is_refused_to_another_user_after_one_question) {
    core::PrimaryTrust trust;
    trust.note_process(process);
    trust.note_watched(process);
    trust.note_user(false);
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
    EXPECT_FALSE(trust.ask());
    trust.note_user(true);
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
}

TEST(PrimaryTrust, needs_the_systems_confirmation_before_each_repetition) {
    core::PrimaryTrust trust;
    trust.note_process(process);
    trust.note_watched(process);
    trust.note_user(true);
    EXPECT_TRUE(trust.ask()) << "before the repetition";
    trust.note_user(false);
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
}

TEST(PrimaryTrust, does_not_use_a_confirmation_from_before_an_earlier_try) {
    core::PrimaryTrust trust;
    trust.note_process(process);
    trust.note_watched(process);
    trust.note_user(true);
    EXPECT_TRUE(trust.ask()) << "before the repetition; this time the system does not answer";
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
    EXPECT_TRUE(trust.ask());
    trust.note_user(true);
    trust.note_answer();
    EXPECT_TRUE(trust.is_trusted());
}

TEST(PrimaryTrust, needs_a_watched_process) {
    core::PrimaryTrust trust;
    trust.note_user(true);
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
    trust.note_watched(0);
    EXPECT_FALSE(trust.is_trusted());
    trust.note_process(process);
    trust.note_watched(process + 1);
    EXPECT_FALSE(trust.is_trusted());
    trust.note_watched(process);
    EXPECT_TRUE(trust.is_trusted());
    trust.note_process(0);
    EXPECT_FALSE(trust.is_trusted()) << "the end of its process was reported although it answers";
}

class PrimaryCheck : public testing::Test {
   protected:
    PrimaryCheck() {
        host.user_id = user;
        host.port_table.allows_takeover = false;  // no deputy
    }
    /// How many heartbeats are sent in so many seconds, after five seconds to settle.
    std::size_t beats_in(TimeUs seconds) {
        host.run_for(5 * second);
        host.sent.clear();
        host.run_for(seconds * second);
        return host.count_sent(MessageType::provider_heartbeat);
    }

    VirtualHost host;
};

TEST_F(PrimaryCheck, trusted_primary_gets_the_usual_heartbeats) {
    host.start();
    VirtualProvider& secondary = host.start();
    EXPECT_EQ(beats_in(20), 0U);
    EXPECT_EQ(host.users_asked, std::vector<Endpoint>{endpoint("127.0.0.1", VirtualHost::port)});
    EXPECT_GT(secondary.machine.next_deadline_us(), host.now_us) << "no wake-up in between";
}

TEST_F(PrimaryCheck, system_is_asked_again_until_it_answers) {
    host.start();
    host.user_answers_missing = 2;
    host.start();
    EXPECT_EQ(beats_in(20), 2U) << "the first one came within the time to settle";
    EXPECT_EQ(host.users_asked.size(), 3U);
}

TEST_F(PrimaryCheck, primary_of_another_user_gets_a_heartbeat_every_3_s) {
    host.start();
    host.user_id = user + 1;
    host.start();
    const std::size_t beats = beats_in(30);
    EXPECT_GE(beats, 30'000 / limits::primary_check_ms);
    EXPECT_LE(beats, 30'000 / limits::primary_check_ms * 10 / 9 + 1);
    EXPECT_EQ(host.users_asked.size(), 1U) << "the system is asked once";
}

TEST_F(PrimaryCheck, unwatched_primary_gets_a_heartbeat_every_3_s) {
    host.has_process_watch = false;
    host.start();
    host.start();
    EXPECT_GE(beats_in(30), 30'000 / limits::primary_check_ms);
}

TEST_F(PrimaryCheck, primary_gets_a_heartbeat_every_3_s_if_the_system_tells_no_users) {
    host.tells_users = false;
    host.start();
    host.start();
    EXPECT_GE(beats_in(30), 30'000 / limits::primary_check_ms);
}

TEST_F(PrimaryCheck, secondary_uses_its_own_interval_if_the_primary_asks_for_fewer_heartbeats) {
    core::ProviderConfig config = host.next_config();
    config.heartbeat_ms = 3'600'000;
    config.lease_ms = limits::lease_ms_max;
    host.start(config);
    config = host.next_config();
    config.heartbeat_ms = 1'000;
    config.lease_ms = 5'000;
    VirtualProvider& secondary = host.start(config, {service("s")});
    EXPECT_GE(beats_in(30), 30U);
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    host.broadcast_to_port(client.endpoint, bytes_of(request(7)));
    host.run_for(ms);
    ASSERT_EQ(client.received.size(), 1U);
    EXPECT_EQ(read<wire::Advertisement>(client.received[0].bytes).lifetime_s, 5U);
    EXPECT_EQ(secondary.role(), Role::secondary);
}

/// A program of another user held the port for a moment. It acknowledged with the longest times,
/// named a process that never ends, and ended without a trace.
TEST_F(PrimaryCheck, provider_recovers_from_a_short_lived_lying_primary) {
    for (const bool is_followed_by_another : {false, true}) {
        host.user_id = user + 1;
        core::ProviderConfig config = host.next_config();
        config.process_id = 1;  // the claimed process
        config.lease_ms = limits::lease_ms_max;
        config.heartbeat_ms = limits::lease_ms_max - 1;
        VirtualProvider& liar = host.start(config);
        host.user_id = user;
        core::ProviderConfig own = host.next_config();
        VirtualProvider& honest = host.start(own, {service("s")});
        host.run_for(second);
        ASSERT_EQ(honest.role(), Role::secondary);
        // The watched process is another one, so the secondary learns nothing.
        honest.watched = {7};
        host.kill(liar);
        if (is_followed_by_another) host.start({service("p")});
        host.run_for(limits::primary_check_ms * ms);
        VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
        client.received.clear();
        host.broadcast_to_port(client.endpoint, bytes_of(request(host.now_us)));
        host.run_for(ms);
        EXPECT_EQ(client.received.size(), is_followed_by_another ? 2U : 1U);
        host.stop(honest);
    }
}

}  // namespace
}  // namespace mpdisc::test
