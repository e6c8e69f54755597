// SPDX-License-Identifier: MIT
//
// The deputy: the secondary that takes over if the primary hangs, and what the primary tells it.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;
using DeputyTest = TakeoverTest;

TEST_F(DeputyTest, hung_deputy_is_replaced) {
    host.hang(deputy);
    host.run_for(4 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    host.run_for(2 * second);
    EXPECT_EQ(peers_of(primary, ProviderEventType::deputy_appointed),
              (std::vector<ProviderId>{deputy.id(), third.id()}));
    host.hang(primary);
    EXPECT_NE(time_until_primary(third, 4 * second), never_us);
}

TEST_F(DeputyTest, replaced_deputy_registers_again_when_it_wakes) {
    host.hang(deputy);
    host.run_for(10 * second);
    const std::uint64_t before = primary.count(Counter::registrations);
    host.wake(deputy);
    host.run_for(5 * second);
    EXPECT_EQ(primary.count(Counter::registrations), before + 1);
    host.sent.clear();
    host.run_for(10 * second);
    for (const Datagram& each : host.sent_of_type(MessageType::provider_heartbeat)) {
        EXPECT_EQ(each.from, third.control) << "there is only one deputy";
    }
    host.hang(primary);
    host.run_for(10 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    expect_secondary_of(third, {&deputy});
}

TEST_F(DeputyTest, deputy_with_a_new_service_stays_the_deputy) {
    ASSERT_EQ(host.add(deputy, service("new")), ServiceError::none);
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    host.hang(primary);
    EXPECT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.run_for(ms);
    expect_secondary_of(deputy, {&third});
}

TEST_F(DeputyTest, deputy_knows_providers_that_came_or_left_later) {
    VirtualProvider& late = start_one("late");
    host.run_for(100 * ms);
    host.stop(third);
    host.run_for(100 * ms);
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.sent.clear();
    host.run_for(ms);
    expect_secondary_of(deputy, {&late});
    for (const Datagram& each : host.sent) EXPECT_NE(each.to, third.control);
}

TEST(Deputy, belongs_to_the_primarys_user) {
    VirtualHost host;
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    host.user_id = 1001;
    VirtualProvider& other = host.start();
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U);
    EXPECT_EQ(host.count_sent(MessageType::deputy_appointment), 0U);
    host.start();
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U) << "the owner is told once";
    host.user_id = 1000;
    VirtualProvider& same = host.start();
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    EXPECT_EQ(host.sent_of_type(MessageType::deputy_appointment).front().to, same.control);
    host.stop(same);
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 2U);
    host.hang(primary);
    host.run_for(60 * second);
    EXPECT_EQ(other.role(), Role::secondary);
    EXPECT_TRUE(other.takeover_tries_us.empty());
    EXPECT_TRUE(same.takeover_tries_us.empty());
}

/// A container on the host's network claims the same user id as the host's user.
TEST(Deputy, belongs_to_the_primarys_user_according_to_the_system) {
    VirtualHost host;
    host.user_id = 0;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& contained = host.start({service("c")});
    contained.user_id = 65'533;
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U);
    EXPECT_EQ(host.count_sent(MessageType::deputy_appointment), 0U);
    VirtualProvider& other = host.start({service("o")});
    host.run_for(second);
    EXPECT_EQ(host.port_users_asked, 2U) << "once for each new secondary";
    EXPECT_EQ(host.sent_of_type(MessageType::deputy_appointment).front().to, other.control);
    host.hang(primary);
    host.run_for(4 * second);
    EXPECT_EQ(other.role(), Role::primary);
    EXPECT_TRUE(contained.takeover_tries_us.empty());
    EXPECT_EQ(contained.role(), Role::secondary);
}

TEST(Deputy, is_found_by_one_question_when_many_register_together) {
    VirtualHost host;
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    for (int n = 0; n < 50; ++n) host.start();
    host.run_for(2 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    EXPECT_EQ(host.port_users_asked, 1U);
}

TEST(Deputy, is_searched_for_at_a_bounded_rate) {
    VirtualHost host;
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    for (int n = 0; n < 50; ++n) {
        host.start().user_id = 1001;
        host.run_for(20 * ms);
    }
    EXPECT_GE(host.port_users_asked, 2U);
    EXPECT_LE(host.port_users_asked, 5U);
    host.run_for(second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U);
    const std::size_t asked = host.port_users_asked;
    host.run_for(60 * second);
    EXPECT_EQ(host.port_users_asked, asked) << "all users are known";
}

TEST(Deputy, is_searched_for_at_a_bounded_rate_if_the_system_does_not_list_it) {
    VirtualHost host;
    host.user_id = 1000;
    host.user_answers_missing = 1'000'000;
    host.start();
    host.start();
    host.run_for(60 * second);
    EXPECT_LE(host.port_users_asked, 241U);
}

TEST_F(DeputyTest, refused_deputy_is_replaced_when_the_primary_wakes) {
    host.port_table.allows_takeover = false;
    host.hang(primary);
    host.run_for(10 * second);
    EXPECT_FALSE(deputy.takeover_tries_us.empty());
    host.wake(primary);
    host.run_for(2 * second);
    EXPECT_EQ(peers_of(primary, ProviderEventType::deputy_appointed),
              (std::vector<ProviderId>{deputy.id(), third.id()}));
    EXPECT_EQ(deputy.role(), Role::secondary);

    host.port_table.allows_takeover = true;
    host.hang(primary);
    ASSERT_NE(time_until_primary(third, 4 * second), never_us);
    host.run_for(2 * second);
    expect_secondary_of(third, {&deputy});
    EXPECT_EQ(peers_of(third, ProviderEventType::deputy_appointed),
              std::vector<ProviderId>{deputy.id()})
        << "it may be able to take over from another primary";
}

TEST(Deputy, is_appointed_by_its_claim_if_the_system_tells_no_users) {
    VirtualHost host;
    host.tells_users = false;
    host.user_id = 0;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& contained = host.start({service("c")});
    contained.user_id = 65'533;
    VirtualProvider& other = host.start({service("o")});
    host.run_for(second);
    EXPECT_EQ(host.port_users_asked, 1U);
    EXPECT_EQ(host.sent_of_type(MessageType::deputy_appointment).front().to, contained.control);
    host.hang(primary);
    host.run_for(5 * second);
    EXPECT_FALSE(contained.takeover_tries_us.empty());
    host.wake(primary);
    host.run_for(2 * second);
    host.hang(primary);
    host.run_for(4 * second);
    EXPECT_EQ(other.role(), Role::primary);
}

TEST(Deputy, is_appointed_when_the_system_answers_late) {
    VirtualHost host;
    host.user_id = 1000;
    host.user_answers_missing = 3;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& only = host.start({service("o")});
    host.run_for(second);
    EXPECT_EQ(host.port_users_asked, 4U);
    ASSERT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    EXPECT_EQ(host.sent_of_type(MessageType::deputy_appointment).front().to, only.control);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 0U)
        << "the answer was still missing";
}

TEST(Deputy, is_not_appointed_if_the_system_has_no_takeover) {
    VirtualHost host;
    host.user_id = 1000;
    host.port_table.allows_takeover = false;
    VirtualProvider& primary = host.start();
    host.start();
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_missing), 1U);
    EXPECT_EQ(host.count_sent(MessageType::deputy_appointment), 0U);
}

TEST(Deputy, is_told_at_once_and_sends_a_heartbeat_every_second) {
    VirtualHost host;
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    VirtualProvider& deputy = host.start();
    host.run_for(ms);
    ASSERT_EQ(host.count_sent(MessageType::deputy_appointment), 1U);
    VirtualProvider& third = host.start();
    host.run_for(60 * ms);
    const auto told = host.sent_of_type(MessageType::deputy_appointment);
    ASSERT_EQ(told.size(), 2U) << "the second one tells of the third provider";
    EXPECT_EQ(told.back().to, deputy.control);
    EXPECT_EQ(told.back().from, endpoint("127.0.0.1", VirtualHost::port));
    const auto appointment = read<wire::Appointment>(told.back().bytes);
    EXPECT_EQ(appointment.provider, primary.id());
    ASSERT_EQ(appointment.peers.size(), 4U);
    EXPECT_EQ(wire::peer_at(appointment.peers, 0), primary.control.port);
    EXPECT_EQ(wire::peer_at(appointment.peers, 1), third.control.port);

    host.run_for(5 * second);
    host.sent.clear();
    host.run_for(20 * second);
    const auto beats = host.sent_of_type(MessageType::provider_heartbeat);
    EXPECT_GE(beats.size(), 19U);
    EXPECT_LE(beats.size(), 23U);
    for (const Datagram& each : beats) {
        EXPECT_EQ(each.from, deputy.control);
        const auto beat = read<wire::Heartbeat>(each.bytes);
        EXPECT_TRUE(beat.is_deputy);
        EXPECT_EQ(beat.peers_revision, appointment.peers_revision);
    }
    EXPECT_EQ(host.count_sent(MessageType::deputy_appointment), 0U) << "nothing changed";
}

TEST(Deputy, gets_a_lost_list_again_after_its_next_heartbeat) {
    VirtualHost host;
    host.user_id = 1000;
    host.start();
    VirtualProvider& deputy = host.start();
    host.run_for(second);
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::deputy_appointment;
    };
    VirtualProvider& third = host.start();
    host.run_for(100 * ms);
    host.loses = [](const Datagram&) { return false; };
    host.sent.clear();
    host.run_for(1100 * ms);
    const auto told = host.sent_of_type(MessageType::deputy_appointment);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back().to, deputy.control);
    EXPECT_EQ(wire::peer_at(read<wire::Appointment>(told.back().bytes).peers, 1),
              third.control.port);
}

TEST(Deputy, is_told_once_of_many_new_secondaries) {
    VirtualHost host;
    host.user_id = 1000;
    host.start();
    host.start();
    host.run_for(second);
    host.sent.clear();
    for (int i = 0; i < 500; ++i) host.start();
    host.run_for(200 * ms);
    EXPECT_LE(host.count_sent(MessageType::deputy_appointment), 2U);
    const auto told = host.sent_of_type(MessageType::deputy_appointment);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(read<wire::Appointment>(told.back().bytes).peers.size(), 2U * 501U);
}

TEST(Deputy, is_appointed_only_by_the_holder_of_the_port) {
    VirtualHost host;
    host.start();
    VirtualProvider& secondary = host.start();
    host.run_for(second);
    const Bytes peers = {0x9C, 0x40};
    host.send_to_control(secondary, endpoint("127.0.0.1", 12345),
                         bytes_of(wire::Appointment{1, id_of(1), 99, peers, false}));
    host.run_for(10 * second);
    EXPECT_EQ(secondary.count(Counter::drop_not_registrant), 1U);
    for (const Datagram& each : host.sent_of_type(MessageType::provider_heartbeat)) {
        EXPECT_FALSE(read<wire::Heartbeat>(each.bytes).is_deputy);
    }
}

TEST_F(DeputyTest, appointment_by_another_primary_is_dropped) {
    const Bytes peers{0x9c, 0x40};
    const std::uint64_t before = third.count(Counter::drop_unexpected);
    host.send_to_control(third, endpoint("127.0.0.1", VirtualHost::port),
                         bytes_of(wire::Appointment{1, id_of(99), 1, peers, false}));
    host.run_for(ms);
    EXPECT_EQ(third.count(Counter::drop_unexpected), before + 1);
}

}  // namespace
}  // namespace mpdisc::test
