// SPDX-License-Identifier: MIT
//
// A primary that is told of another one asks the port who has it: anybody can tell such things.
#include "core/takeover/doubt.h"

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint local_program = endpoint("127.0.0.1", 12345);
const Endpoint discovery = endpoint("127.0.0.1", VirtualHost::port);

class DoubtTest : public testing::Test {
   protected:
    DoubtTest() {
        host.run_for(3 * second);
        host.sent.clear();
    }

    void forge(wire::Change change, const ProviderId& of) {
        host.send_to_control(primary, local_program, bytes_of(wire::PrimaryChange{1, of, change}));
    }
    void forge() { forge(wire::Change::present, id_of(77)); }
    std::size_t questions() const {
        return host.count_sent(MessageType::provider_discovery_request);
    }
    /// How many services are found.
    std::size_t ask() {
        client.received.clear();
        host.send_to_port(client.endpoint, bytes_of(request(++transaction)), eth0, "192.0.2.10");
        host.run_for(ms);
        return client.received.size();
    }
    /// To the question that was asked, as by the port.
    Bytes answer_of(const ProviderId& holder) const {
        const auto asked = read<wire::Identity>(
            host.sent_of_type(MessageType::provider_discovery_request).front().bytes);
        return bytes_of(MessageType::provider_discovery_response, {asked.transaction, holder});
    }
    void lose_questions() {
        host.loses = [&](const Datagram& each) {
            return each.from == primary.control &&
                   each.type() == MessageType::provider_discovery_request;
        };
    }

    VirtualHost host;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
    std::uint64_t transaction = 0;
};

TEST_F(DoubtTest, forged_word_of_another_primary_changes_nothing) {
    forge();
    host.run_for(ms);
    EXPECT_EQ(questions(), 1U);
    EXPECT_EQ(host.sent.front().to, discovery);
    EXPECT_EQ(host.sent.front().from, primary.control);
    EXPECT_EQ(host.count_sent(MessageType::provider_discovery_response), 1U);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(host.port_holder(), &primary);
    EXPECT_EQ(ask(), 2U);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 0U);
    EXPECT_EQ(primary.count(ProviderEventType::role_changed), 1U);
}

/// Who told of itself may have been replaced without hearing of it.
TEST_F(DoubtTest, whoever_raised_it_without_cause_is_told_who_has_the_port) {
    forge();
    host.run_for(ms);
    const auto told = host.sent_of_type(MessageType::primary_change);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().to, local_program);
    EXPECT_EQ(told.front().from, primary.control);
    const auto change = read<wire::PrimaryChange>(told.front().bytes);
    EXPECT_EQ(change.provider, primary.id());
    EXPECT_EQ(change.change, wire::Change::present);
}

TEST_F(DoubtTest, is_raised_by_a_rival_alone) {
    forge(wire::Change::leaving, id_of(77));
    forge(wire::Change::leaving, primary.id());
    forge(wire::Change::present, primary.id());
    host.run_for(ms);
    EXPECT_TRUE(host.sent.empty());
}

TEST_F(DoubtTest, is_raised_at_most_every_nine_hundred_milliseconds) {
    for (int i = 0; i < 26'000; ++i) {
        forge();
        host.run_for(100);
    }
    EXPECT_EQ(questions(), 3U);
    EXPECT_EQ(ask(), 2U);
}

TEST_F(DoubtTest, is_raised_by_each_call_of_a_successor) {
    lose_questions();
    for (std::size_t calls = 1; calls <= 5; ++calls) {
        forge();
        host.run_for(second);
        EXPECT_EQ(questions(), calls);
    }
}

TEST_F(DoubtTest, flood_keeps_nobody_from_being_answered) {
    std::size_t answers = 0;
    for (int i = 0; i < 200; ++i) {
        for (int j = 0; j < 40; ++j) {
            forge();
            host.run_for(100);
        }
        answers += ask();
    }
    EXPECT_GE(answers, 2U * 195U);
    EXPECT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(primary.role(), Role::primary);
}

TEST_F(DoubtTest, while_it_lasts_nobody_is_answered) {
    lose_questions();
    forge();
    host.run_for(ms);
    host.sent.clear();
    EXPECT_EQ(ask(), 0U);
    const std::uint64_t dropped = primary.count(Counter::drop_unexpected);
    host.send_to_port(local_program, bytes_of(wire::Registration{
                                         7, id_of(9), 0, wire::Registration::no_user, {}, {}}));
    host.send_to_port(secondary.control, bytes_of(wire::Heartbeat{7, secondary.id(), false, 0}));
    host.send_to_port(secondary.control,
                      bytes_of(MessageType::provider_unregistration, {7, secondary.id()}));
    host.send_to_port(local_program, bytes_of(wire::StatusRequest{7, 0}));
    host.run_for(ms);
    EXPECT_TRUE(host.sent.empty());
    EXPECT_EQ(primary.count(Counter::drop_unexpected), dropped + 4);
    EXPECT_EQ(primary.count(Counter::registrations), 1U);
    EXPECT_EQ(primary.count(Counter::unregistrations), 0U);
}

TEST_F(DoubtTest, without_an_answer_ends_after_three_hundred_milliseconds) {
    lose_questions();
    forge();
    host.run_for(298 * ms);
    EXPECT_EQ(ask(), 0U);
    host.run_for(2 * ms);
    EXPECT_EQ(ask(), 2U);
    EXPECT_EQ(primary.role(), Role::primary);
}

TEST_F(DoubtTest, answer_of_anybody_but_the_port_is_none) {
    lose_questions();
    forge();
    host.run_for(ms);
    const Bytes answer = answer_of(id_of(77));
    host.send_to_control(primary, local_program, answer);
    host.run_for(ms);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(primary.count(Counter::drop_not_registrant), 1U);
    Bytes other = answer;
    other[8] ^= 1;
    host.send_to_control(primary, discovery, other);
    host.run_for(ms);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(ask(), 0U) << "the question is still open";
}

/// As of a program that looks at its sockets seldom.
TEST_F(DoubtTest, answer_that_comes_late_counts) {
    lose_questions();
    forge();
    host.run_for(800 * ms);
    host.send_to_control(primary, discovery, answer_of(id_of(77)));
    host.run_for(30);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 1U);
}

TEST_F(DoubtTest, that_is_true_makes_a_secondary_of_it) {
    lose_questions();
    forge();
    host.run_for(ms);
    host.send_to_control(primary, discovery, answer_of(id_of(77)));
    host.run_for(30);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 1U);
    EXPECT_FALSE(primary.role() == Role::primary && primary.port_tries_us.size() == 1);
    EXPECT_TRUE(primary.watched.empty());
}

TEST(Doubt, is_open_until_it_is_settled_or_nobody_answers) {
    core::Random random({1, 2, 3, 4});
    core::Doubt doubt;
    EXPECT_FALSE(doubt.is_open(0));
    EXPECT_FALSE(doubt.is_settled_by(0)) << "nobody asked";
    ASSERT_TRUE(doubt.raise(second, 12345, random));
    EXPECT_TRUE(doubt.is_open(second));
    EXPECT_EQ(doubt.raised_by_port(), 12345);
    EXPECT_FALSE(doubt.is_settled_by(doubt.transaction() + 1));
    EXPECT_TRUE(doubt.is_open(second + 300 * ms - 1));
    EXPECT_FALSE(doubt.is_open(second + 300 * ms));
    const std::uint64_t first = doubt.transaction();
    EXPECT_FALSE(doubt.raise(second + 899 * ms, 12346, random)) << "not as soon as one is over";
    EXPECT_EQ(doubt.raised_by_port(), 12345);
    ASSERT_TRUE(doubt.raise(3 * second, 12346, random));
    EXPECT_NE(doubt.transaction(), first);
    EXPECT_FALSE(doubt.is_settled_by(first)) << "another question was asked since";
    const std::uint64_t latest = doubt.transaction();
    EXPECT_TRUE(doubt.is_settled_by(latest));
    EXPECT_FALSE(doubt.is_open(3 * second + ms));
    EXPECT_FALSE(doubt.is_settled_by(latest)) << "once";
    EXPECT_FALSE(doubt.raise(3 * second + 899 * ms, 12345, random));
    EXPECT_TRUE(doubt.raise(3 * second + 900 * ms, 12345, random));
}

}  // namespace
}  // namespace mpdisc::test
