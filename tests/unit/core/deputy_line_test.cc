// SPDX-License-Identifier: MIT
//
// Programs of the host that fill every port they can find, and the line by which a primary and its
// deputy reach each other nevertheless.
#include "core/takeover/deputy_line.h"

#include <gtest/gtest.h>

#include "tests/unit/core/keys.h"
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

class DeputyLineTest : public TakeoverTest {
   protected:
    /// From now on nothing gets into the discovery port or into a control socket: others fill them.
    void fill_all_ports() {
        host.loses = [this](const Datagram& each) {
            return each.to.port == VirtualHost::port || each.to.port == primary.control.port ||
                   each.to.port == deputy.control.port || each.to.port == third.control.port;
        };
    }
};

TEST_F(DeputyLineTest, keeps_a_living_primary_whose_ports_are_all_full) {
    fill_all_ports();
    host.run_for(60 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U) << "nor is the deputy lost";
    host.loses = [](const Datagram&) { return false; };
    host.run_for(6 * second);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
}

/// Any program of the host can send a hint: then the deputy registers again, and if that goes
/// unanswered, it looks for a primary.
TEST_F(DeputyLineTest, keeps_a_living_primary_though_hints_come_before_the_flood) {
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

TEST_F(DeputyLineTest, replaces_a_primary_that_hangs_though_all_ports_are_full) {
    fill_all_ports();
    host.run_for(10 * second);
    host.hang(primary);
    EXPECT_LE(time_until_primary(deputy, 10 * second), 4 * second);
}

TEST_F(DeputyLineTest, is_there_for_each_next_deputy_and_for_none_that_was) {
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
    EXPECT_EQ(third.line.port, 0) << "there is nobody else";
}

TEST_F(DeputyLineTest, ends_with_the_last_deputy) {
    host.kill(third);
    host.kill(deputy);
    host.run_for(3 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(primary.line.port, 0);
}

TEST_F(DeputyLineTest, is_not_used_while_all_goes_well) {
    host.sent.clear();
    host.run_for(60 * second);
    EXPECT_TRUE(std::ranges::none_of(host.sent, [&](const Datagram& each) {
        return each.to == primary.line || each.to == deputy.line;
    }));
}

TEST_F(DeputyLineTest, takes_nothing_but_heartbeats_and_answers_to_them) {
    const std::uint64_t before = primary.count(Counter::drop_unexpected);
    const Bytes unregistration = bytes_of(MessageType::provider_unregistration, {7, deputy.id()});
    primary.machine.receive(
        host.now_us, {core::Channel::line, deputy.control, ip("127.0.0.1"), lo, unregistration});
    // What came before the system knew the peer may be anybody's.
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

/// The line is bound to the ports of its ends, and to the primary.
TEST_F(DeputyLineTest, serves_those_who_have_a_key_likewise) {
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

TEST(DeputyWithoutLine, asks_by_the_discovery_port_alone) {
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
