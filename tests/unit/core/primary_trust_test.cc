// SPDX-License-Identifier: MIT
//
// What a secondary does where its primary may end without its being told, and where the primary is
// a program that lies about that.
#include "core/takeover/primary_trust.h"

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

constexpr std::uint32_t user = 1000;
constexpr std::uint32_t process = 4711;

TEST(PrimaryTrust, takes_the_systems_word_and_an_answer_after_it) {
    core::PrimaryTrust trust;
    trust.begin();
    trust.note_process(process);
    trust.note_watched(process);
    EXPECT_TRUE(trust.ask());
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted()) << "an answer to what was sent before the system was asked";
    trust.note_user(true);
    EXPECT_FALSE(trust.is_trusted()) << "no answer yet";
    trust.note_answer();
    EXPECT_TRUE(trust.is_trusted());
    EXPECT_FALSE(trust.ask());
    trust.begin();
    EXPECT_FALSE(trust.is_trusted()) << "another registration";
    EXPECT_TRUE(trust.ask());
}

TEST(PrimaryTrust, is_for_no_other_user_and_the_system_is_asked_once_of_it) {
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

TEST(PrimaryTrust, holds_until_the_answer_comes_only_if_the_system_was_asked_before_each_try) {
    core::PrimaryTrust trust;
    trust.note_process(process);
    trust.note_watched(process);
    trust.note_user(true);
    EXPECT_TRUE(trust.ask()) << "before the repetition";
    trust.note_user(false);
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
}

TEST(PrimaryTrust, does_not_hold_by_what_the_system_said_before_an_earlier_try) {
    core::PrimaryTrust trust;
    trust.note_process(process);
    trust.note_watched(process);
    trust.note_user(true);
    EXPECT_TRUE(trust.ask()) << "before the repetition; the system gives no answer now";
    trust.note_answer();
    EXPECT_FALSE(trust.is_trusted());
    EXPECT_TRUE(trust.ask());
    trust.note_user(true);
    trust.note_answer();
    EXPECT_TRUE(trust.is_trusted());
}

TEST(PrimaryTrust, needs_a_process_that_is_watched) {
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
    EXPECT_FALSE(trust.is_trusted()) << "its end was told, and it answers nevertheless";
}

class PrimaryCheck : public testing::Test {
   protected:
    PrimaryCheck() {
        host.user_id = user;
        host.port_table.allows_takeover = false;  // no deputy
    }
    /// How many heartbeats are sent in so many seconds, once all has settled.
    std::size_t beats_in(TimeUs seconds) {
        host.run_for(5 * second);
        host.sent.clear();
        host.run_for(seconds * second);
        return host.count_sent(MessageType::provider_heartbeat);
    }

    VirtualHost host;
};

TEST_F(PrimaryCheck, trusted_primary_is_sent_the_usual_heartbeats) {
    host.start();
    VirtualProvider& secondary = host.start();
    EXPECT_EQ(beats_in(20), 0U);
    EXPECT_EQ(host.users_asked, std::vector<Endpoint>{endpoint("127.0.0.1", VirtualHost::port)});
    EXPECT_GT(secondary.machine.next_deadline_us(), host.now_us) << "no wake-up in between";
}

TEST_F(PrimaryCheck, system_that_does_not_answer_at_first_is_asked_again) {
    host.start();
    host.user_answers_missing = 2;
    host.start();
    EXPECT_EQ(beats_in(20), 2U) << "two more, for the first came within the time to settle";
    EXPECT_EQ(host.users_asked.size(), 3U);
}

TEST_F(PrimaryCheck, primary_of_another_user_is_sent_one_every_3_s) {
    host.start();
    host.user_id = user + 1;
    host.start();
    const std::size_t beats = beats_in(30);
    EXPECT_GE(beats, 30'000 / limits::primary_check_ms);
    EXPECT_LE(beats, 30'000 / limits::primary_check_ms * 10 / 9 + 1);
    EXPECT_EQ(host.users_asked.size(), 1U) << "the system is asked once";
}

TEST_F(PrimaryCheck, so_is_one_of_the_own_user_whose_end_would_not_be_told) {
    host.has_process_watch = false;
    host.start();
    host.start();
    EXPECT_GE(beats_in(30), 30'000 / limits::primary_check_ms);
}

TEST_F(PrimaryCheck, so_is_each_where_the_system_tells_no_users) {
    host.tells_users = false;
    host.start();
    host.start();
    EXPECT_GE(beats_in(30), 30'000 / limits::primary_check_ms);
}

TEST_F(PrimaryCheck, primary_that_asks_for_few_heartbeats_gets_as_many_as_the_secondary_likes) {
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

/// A program of another user had the port for a moment: it acknowledged with the longest times
/// there are, named a process that never ends, and is gone without a trace.
TEST_F(PrimaryCheck, provider_is_not_lost_to_a_primary_that_was_there_for_a_moment) {
    for (const bool is_followed_by_another : {false, true}) {
        host.user_id = user + 1;
        core::ProviderConfig config = host.next_config();
        config.process_id = 1;  // what it says
        config.lease_ms = limits::lease_ms_max;
        config.heartbeat_ms = limits::lease_ms_max - 1;
        VirtualProvider& liar = host.start(config);
        host.user_id = user;
        core::ProviderConfig own = host.next_config();
        VirtualProvider& honest = host.start(own, {service("s")});
        host.run_for(second);
        ASSERT_EQ(honest.role(), Role::secondary);
        // No process that is watched ends, and nobody is told anything.
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
