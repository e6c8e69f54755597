// SPDX-License-Identifier: MIT
//
// All primaries of a host tell the same host id, as long as the host has providers.
#include "tests/unit/core/keyed_fixture.h"
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// The host id in the last acknowledgement that was sent.
HostId told_by(const VirtualHost& host) {
    const std::vector<Datagram> acks = host.sent_of_type(MessageType::provider_registration_ack);
    return acks.empty() ? HostId{} : read<wire::RegistrationAck>(acks.back().bytes).host;
}

TEST_F(TakeoverTest, keeps_the_host_id) {
    const HostId before = told_by(host);
    EXPECT_TRUE(before.is_known());
    host.sent.clear();
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 5 * second), never_us);
    host.run_for(second);
    EXPECT_EQ(told_by(host), before);
    host.sent.clear();
    host.wake(primary);
    host.run_for(second);
    EXPECT_EQ(primary.role(), Role::secondary);
    EXPECT_EQ(told_by(host), before);
}

TEST(HostId, survives_the_death_of_each_primary) {
    VirtualHost host;
    VirtualProvider& first = host.start({service("a")});
    VirtualProvider& second_one = host.start({service("b")});
    host.start({service("c")});
    host.run_for(second);
    const HostId id = told_by(host);
    EXPECT_TRUE(id.is_known());
    host.sent.clear();
    host.kill(first);
    host.run_for(second);
    EXPECT_EQ(told_by(host), id);
    host.sent.clear();
    host.stop(second_one);
    host.run_for(second);
    host.start({service("d")});
    host.run_for(second);
    EXPECT_EQ(told_by(host), id);
}

/// The provider that drew the id was the primary, hung, and follows another one now.
TEST_F(TakeoverTest, is_told_the_host_id_by_the_provider_that_drew_it) {
    const HostId id = told_by(host);
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 5 * second), never_us);
    host.wake(primary);
    host.run_for(second);
    ASSERT_EQ(primary.role(), Role::secondary);
    host.kill(third);
    host.run_for(second);
    host.hang(primary);
    host.stop(deputy);
    host.sent.clear();
    VirtualProvider& newcomer = host.start({service("newcomer")});
    host.run_for(20 * ms);
    ASSERT_EQ(newcomer.role(), Role::primary);
    host.wake(primary);
    host.run_for(second);
    EXPECT_EQ(told_by(host), id);
}

/// The port is free for a moment after a primary has left, so a new provider can get it.
TEST(HostId, survives_a_primary_that_nobody_told_it) {
    VirtualHost host;
    VirtualProvider& first = host.start({service("a")});
    VirtualProvider& other = host.start({service("b")});
    host.run_for(second);
    const HostId id = told_by(host);
    host.hang(other);
    host.stop(first);
    host.sent.clear();
    VirtualProvider& newcomer = host.start({service("c")});
    VirtualProvider& unknowing = host.start({service("d")});
    host.run_for(20 * ms);
    ASSERT_EQ(newcomer.role(), Role::primary);
    ASSERT_EQ(unknowing.role(), Role::secondary);
    host.wake(other);
    host.run_for(second);
    EXPECT_EQ(told_by(host), id);
    EXPECT_EQ(unknowing.machine.host(), id);
}

TEST(HostId, is_new_when_the_last_provider_has_gone) {
    VirtualHost host;
    VirtualProvider& first = host.start({service("a")});
    VirtualProvider& other = host.start({service("b")});
    host.run_for(second);
    const HostId id = told_by(host);
    host.stop(first);
    host.run_for(second);
    host.stop(other);
    host.run_for(second);
    host.sent.clear();
    host.start({service("a")});
    host.start({service("b")});
    host.run_for(second);
    EXPECT_TRUE(told_by(host).is_known());
    EXPECT_NE(told_by(host), id);
}

TEST(HostId, fits_an_acknowledgement_with_keys_and_a_duplicate) {
    VirtualHost host;
    host.keys = keyring({1});
    host.start({service("a")});
    VirtualProvider& other = host.start({service("a")});
    host.run_for(second);
    EXPECT_EQ(other.role(), Role::secondary);
    EXPECT_EQ(other.count(ProviderEventType::duplicate_service), 1U);
}

}  // namespace
}  // namespace mpdisc::test
