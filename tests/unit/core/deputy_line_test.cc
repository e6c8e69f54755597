// SPDX-License-Identifier: MIT
//
// The line lets a primary and its deputy reach each other although hostile programs of the host
// fill every port that they can find.
#include "core/takeover/deputy_line.h"

#include <gtest/gtest.h>

#include "tests/unit/core/keys.h"
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

class DeputyLineTest : public TakeoverTest {
   protected:
    /// From now on the discovery port and all control sockets lose everything, as if a flood filled
    /// them.
    void fill_all_ports() {
        host.loses = [this](const Datagram& each) {
            return each.to.port == VirtualHost::port || each.to.port == primary.control.port ||
                   each.to.port == deputy.control.port || each.to.port == third.control.port;
        };
    }
};

TEST_F(DeputyLineTest, keeps_a_living_primary_when_all_its_ports_are_full) {
    fill_all_ports();
    host.run_for(60 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U) << "the deputy stays, too";
    host.loses = [](const Datagram&) { return false; };
    host.run_for(6 * second);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
}

/// Any program of the host can send a hint. The deputy then registers again, and looks for a
/// primary if it gets no answer.
TEST_F(DeputyLineTest, keeps_a_living_primary_when_hints_precede_the_flood) {
    const auto is_hint = [](const Datagram& each) {
        return each.type() == MessageType::primary_change;
    };
    fill_all_ports();
    host.loses = [is_hint, fills = host.loses](const Datagram& each) {
        return fills(each) && !is_hint(each);
    };
    const Bytes leaving = bytes_of(wire::PrimaryChange{{7, primary.id()}, wire::Change::leaving});
    for (int n = 0; n < 20; ++n) {
        host.send_to_control(deputy, endpoint("127.0.0.1", 12'345), leaving);
        host.run_for(second);
    }
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    host.hang(primary);
    EXPECT_LE(time_until_primary(deputy, 10 * second), 4 * second);
}

TEST_F(DeputyLineTest, lets_the_deputy_replace_a_hung_primary_when_all_ports_are_full) {
    fill_all_ports();
    host.run_for(10 * second);
    host.hang(primary);
    EXPECT_LE(time_until_primary(deputy, 10 * second), 4 * second);
}

TEST_F(DeputyLineTest, moves_to_each_new_deputy) {
    const Endpoint former = primary.line_peer;
    EXPECT_EQ(former, deputy.control);
    EXPECT_EQ(deputy.line_peer, primary.line);
    host.kill(deputy);
    host.run_for(3 * second);
    EXPECT_EQ(primary.line_peer, third.control);
    EXPECT_EQ(third.line_peer, primary.line);
    fill_all_ports();
    host.run_for(20 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    host.loses = [](const Datagram&) { return false; };
    host.stop(primary);
    host.run_for(second);
    EXPECT_EQ(third.role(), Role::primary);
    EXPECT_EQ(third.line.port, 0) << "no other provider is left";
}

TEST_F(DeputyLineTest, ends_with_the_last_deputy) {
    host.kill(third);
    host.kill(deputy);
    host.run_for(3 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(primary.line.port, 0);
}

TEST_F(DeputyLineTest, is_not_used_without_a_flood) {
    host.sent.clear();
    host.run_for(60 * second);
    EXPECT_TRUE(std::ranges::none_of(host.sent, [&](const Datagram& each) {
        return each.to == primary.line || each.to == deputy.line;
    }));
}

TEST_F(DeputyLineTest, accepts_only_heartbeats_and_their_answers) {
    const std::uint64_t before = primary.count(Counter::drop_unexpected);
    const Bytes unregistration = bytes_of(MessageType::provider_unregistration, {7, deputy.id()});
    primary.machine.receive(
        host.now_us, {core::Channel::line, deputy.control, ip("127.0.0.1"), lo, unregistration});
    // A datagram that arrived before the socket was connected may come from any program.
    const Bytes beat = bytes_of(MessageType::provider_heartbeat, {7, deputy.id()});
    primary.machine.receive(host.now_us,
                            {core::Channel::line, third.control, ip("127.0.0.1"), lo, beat});
    const Bytes leaving = bytes_of(wire::PrimaryChange{{7, primary.id()}, wire::Change::leaving});
    deputy.machine.receive(host.now_us,
                           {core::Channel::line, primary.line, ip("127.0.0.1"), lo, leaving});
    EXPECT_EQ(primary.count(Counter::drop_unexpected), before + 2);
    EXPECT_EQ(primary.count(Counter::unregistrations), 0U);
    EXPECT_GT(deputy.count(Counter::drop_unexpected), 0U);
}

/// Messages on the line are bound to its two ports and to the primary.
TEST_F(DeputyLineTest, works_with_keys_too) {
    VirtualHost keyed;
    keyed.user_id = 1000;
    keyed.keys = keyring({1});
    VirtualProvider& first = keyed.start();
    VirtualProvider& second_one = keyed.start();
    keyed.run_for(10 * second);
    keyed.loses = [&](const Datagram& each) {
        return each.to.port == VirtualHost::port || each.to.port == first.control.port ||
               each.to.port == second_one.control.port;
    };
    keyed.run_for(60 * second);
    EXPECT_EQ(first.role(), Role::primary);
    EXPECT_TRUE(second_one.takeover_tries_us.empty());
    keyed.hang(first);
    keyed.run_for(4 * second);
    EXPECT_EQ(second_one.role(), Role::primary);
}

TEST(DeputyWithoutLine, asks_by_the_discovery_port_only) {
    VirtualHost host;
    host.has_lines = false;
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    VirtualProvider& deputy = host.start();
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    host.hang(primary);
    host.run_for(4 * second);
    EXPECT_EQ(deputy.role(), Role::primary);
}

}  // namespace
}  // namespace mpdisc::test
