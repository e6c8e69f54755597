// SPDX-License-Identifier: MIT
//
// A new primary tells watches that the former one has ended, once the system says so. Otherwise a
// watch could not tell its services from those of providers that have not registered yet.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

class FormerPrimaryTest : public TakeoverTest {
   protected:
    /// What the host says now to a watch.
    wire::Advertisement ask_now() {
        client.received.clear();
        wire::Request asked = request(++transaction);
        asked.sketch = {true, 24, 0, 1};
        host.broadcast_to_port(client.endpoint, bytes_of(asked));
        host.run_for(ms);
        EXPECT_EQ(client.received.size(), 1U);
        return client.received.empty() ? wire::Advertisement{}
                                       : read<wire::Advertisement>(client.received[0].bytes);
    }
    /// The provider that has got the port within 20 ms.
    const VirtualProvider& successor() {
        for (int n = 0; n < 20 && host.port_holder() == nullptr; ++n) host.run_for(ms);
        EXPECT_NE(host.port_holder(), nullptr);
        return *host.port_holder();
    }
    /// The PRIMARY_CHANGE messages that were sent to this provider's control socket.
    std::size_t changes_sent_to(const VirtualProvider& provider) const {
        std::size_t count = 0;
        for (const Datagram& each : host.sent_of_type(MessageType::primary_change)) {
            if (each.to == provider.control) ++count;
        }
        return count;
    }
};

TEST_F(FormerPrimaryTest, that_was_killed_is_told_until_the_registry_is_complete) {
    host.kill(primary);
    const VirtualProvider& holder = successor();
    host.run_for(2 * ms);
    const wire::Advertisement answer = ask_now();
    EXPECT_EQ(answer.roster.primary, holder.id());
    EXPECT_FALSE(answer.roster.settled);
    EXPECT_EQ(answer.former_primary, primary.id());
    host.run_for(second);
    const wire::Advertisement later = ask_now();
    EXPECT_TRUE(later.roster.settled);
    EXPECT_EQ(later.former_primary, ProviderId{});
}

/// Any secondary may be the first to get the port, not only the deputy, which knows all others.
TEST_F(FormerPrimaryTest, is_told_by_each_successor) {
    host.hang(deputy);
    host.kill(primary);
    EXPECT_EQ(&successor(), &third);
    host.run_for(2 * ms);
    EXPECT_EQ(ask_now().former_primary, primary.id());
}

TEST_F(FormerPrimaryTest, counts_as_a_change_of_the_registry) {
    host.loses = [&](const Datagram& each) { return each.to == primary.control; };
    host.kill(primary);
    (void)successor();
    host.run_for(10 * ms);
    const wire::Advertisement before = ask_now();
    EXPECT_EQ(before.former_primary, ProviderId{}) << "the question was lost";
    host.loses = [](const Datagram&) { return false; };
    host.run_for(60 * ms);
    const wire::Advertisement after = ask_now();
    EXPECT_EQ(after.former_primary, primary.id()) << "the question is repeated";
    EXPECT_EQ(after.roster.revision, before.roster.revision + 1);
}

TEST_F(FormerPrimaryTest, that_lives_is_not_told) {
    host.leave(primary);
    (void)successor();
    host.run_for(100 * ms);
    EXPECT_NE(changes_sent_to(primary), 0U);
    EXPECT_EQ(ask_now().former_primary, ProviderId{}) << "its sockets are still there";
}

TEST_F(FormerPrimaryTest, that_hangs_is_told_when_it_has_ended) {
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 5 * second), never_us);
    host.run_for(10 * ms);
    const wire::Advertisement contested = ask_now();
    EXPECT_TRUE(contested.roster.contested);
    EXPECT_EQ(contested.former_primary, ProviderId{});
    host.kill(primary);
    host.run_for(1'500 * ms);
    const wire::Advertisement after = ask_now();
    EXPECT_FALSE(after.roster.contested);
    EXPECT_GT(after.roster.revision, contested.roster.revision);
}

TEST_F(FormerPrimaryTest, of_a_search_is_not_told) {
    host.kill(primary);
    (void)successor();
    host.run_for(2 * ms);
    EXPECT_EQ(names_found(), (Names{"d", "t"}));
    for (const Datagram& each : client.received) {
        EXPECT_EQ(read<wire::Advertisement>(each.bytes).former_primary, ProviderId{});
    }
}

TEST_F(FormerPrimaryTest, that_registers_again_is_not_told_any_more) {
    host.kill(primary);
    (void)successor();
    host.run_for(2 * ms);
    ASSERT_EQ(ask_now().former_primary, primary.id());
    wire::Registration registration;
    registration.transaction = 7;
    registration.provider = primary.id();
    registration.process_id = 99;
    host.send_to_port(endpoint("127.0.0.1", 9'999), bytes_of(registration));
    host.run_for(ms);
    EXPECT_EQ(ask_now().former_primary, ProviderId{});
}

TEST_F(FormerPrimaryTest, none_is_told_by_the_first_primary_of_a_host) {
    VirtualHost other;
    other.start({service("a")});
    other.run_for(100 * ms);
    EXPECT_EQ(other.count_sent(MessageType::primary_change), 0U);
}

}  // namespace
}  // namespace mpdisc::test
