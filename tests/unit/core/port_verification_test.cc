// SPDX-License-Identifier: MIT
//
// A primary that hears of another primary asks the discovery port who has it, because any program
// can send such a message.

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
    /// The number of answers to a client's request.
    std::size_t ask() {
        client.received.clear();
        host.send_to_port(client.endpoint, bytes_of(request(++transaction)), eth0, "192.0.2.10");
        host.run_for(ms);
        return client.received.size();
    }
    /// The answer to the primary's question that names `holder`.
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

TEST_F(PortVerification, forged_message_of_another_primary_changes_nothing) {
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

/// The sender may be a former primary that has not heard of its replacement.
TEST_F(PortVerification, tells_a_wrong_sender_who_has_the_port) {
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

TEST_F(PortVerification, starts_only_for_a_rival) {
    forge(wire::Change::leaving, id_of(77));
    forge(wire::Change::leaving, primary.id());
    forge(wire::Change::present, primary.id());
    host.run_for(ms);
    EXPECT_TRUE(host.sent.empty());
}

TEST_F(PortVerification, starts_at_most_every_900_ms) {
    for (int i = 0; i < 26'000; ++i) {
        forge();
        host.run_for(100);
    }
    EXPECT_EQ(questions(), 3U);
    EXPECT_EQ(ask(), 2U);
}

TEST_F(PortVerification, starts_at_each_call_of_a_successor) {
    lose_questions();
    for (std::size_t calls = 1; calls <= 5; ++calls) {
        forge();
        host.run_for(second);
        EXPECT_EQ(questions(), calls);
    }
}

TEST_F(PortVerification, flood_does_not_keep_clients_from_their_answers) {
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

TEST_F(PortVerification, stops_all_answers_while_it_lasts) {
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

TEST_F(PortVerification, ends_after_300_ms_without_an_answer) {
    lose_questions();
    forge();
    host.run_for(298 * ms);
    EXPECT_EQ(ask(), 0U);
    host.run_for(2 * ms);
    EXPECT_EQ(ask(), 2U);
    EXPECT_EQ(primary.role(), Role::primary);
}

TEST_F(PortVerification, ignores_answers_that_do_not_come_from_the_port) {
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

/// The new holder of the port may be slow to read its sockets.
TEST_F(PortVerification, accepts_a_late_answer) {
    lose_questions();
    forge();
    host.run_for(800 * ms);
    host.send_to_control(primary, discovery, answer_of(id_of(77)));
    host.run_for(30);
    EXPECT_EQ(primary.count(ProviderEventType::superseded), 1U);
}

TEST_F(PortVerification, supersedes_the_primary_if_another_one_has_the_port) {
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
