// SPDX-License-Identifier: MIT
//
// A primary that is told of another one asks the port who has it: anybody can tell such things.

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint local_program = endpoint("127.0.0.1", 12345);
const Endpoint discovery = endpoint("127.0.0.1", VirtualHost::port);

class PortVerification : public testing::Test {
   protected:
    PortVerification() {
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

TEST_F(PortVerification, forged_word_of_another_primary_changes_nothing) {
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
TEST_F(PortVerification, whoever_raised_it_without_cause_is_told_who_has_the_port) {
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

TEST_F(PortVerification, is_raised_by_a_rival_alone) {
    forge(wire::Change::leaving, id_of(77));
    forge(wire::Change::leaving, primary.id());
    forge(wire::Change::present, primary.id());
    host.run_for(ms);
    EXPECT_TRUE(host.sent.empty());
}

TEST_F(PortVerification, is_raised_at_most_every_nine_hundred_milliseconds) {
    for (int i = 0; i < 26'000; ++i) {
        forge();
        host.run_for(100);
    }
    EXPECT_EQ(questions(), 3U);
    EXPECT_EQ(ask(), 2U);
}

TEST_F(PortVerification, is_raised_by_each_call_of_a_successor) {
    lose_questions();
    for (std::size_t calls = 1; calls <= 5; ++calls) {
        forge();
        host.run_for(second);
        EXPECT_EQ(questions(), calls);
    }
}

TEST_F(PortVerification, flood_keeps_nobody_from_being_answered) {
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

TEST_F(PortVerification, while_it_lasts_nobody_is_answered) {
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

TEST_F(PortVerification, without_an_answer_ends_after_three_hundred_milliseconds) {
    lose_questions();
    forge();
    host.run_for(298 * ms);
    EXPECT_EQ(ask(), 0U);
    host.run_for(2 * ms);
    EXPECT_EQ(ask(), 2U);
    EXPECT_EQ(primary.role(), Role::primary);
}

TEST_F(PortVerification, answer_of_anybody_but_the_port_is_none) {
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
TEST_F(PortVerification, answer_that_comes_late_counts) {
    lose_questions();
    forge();
    host.run_for(800 * ms);
    host.send_to_control(primary, discovery, answer_of(id_of(77)));
    host.run_for(30);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 1U);
}

TEST_F(PortVerification, that_is_true_makes_a_secondary_of_it) {
    lose_questions();
    forge();
    host.run_for(ms);
    host.send_to_control(primary, discovery, answer_of(id_of(77)));
    host.run_for(30);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 1U);
    EXPECT_FALSE(primary.role() == Role::primary && primary.port_tries_us.size() == 1);
    EXPECT_TRUE(primary.watched.empty());
}

}  // namespace
}  // namespace mpdisc::test
