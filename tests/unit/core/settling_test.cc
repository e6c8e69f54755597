// SPDX-License-Identifier: MIT
//
// A primary says that it is settled only when all providers of its host had the time to register. A
// watch then takes each missing service for one that is gone.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

class SettlingTest : public TakeoverTest {
   protected:
    /// The answers of a provider to a client, while it is the primary.
    wire::Roster roster_of(const VirtualProvider& holder) {
        client.received.clear();
        host.broadcast_to_port(client.endpoint, bytes_of(request(++transaction)));
        host.run_for(ms);
        for (const Datagram& each : client.received) {
            const auto answer = read<wire::Advertisement>(each.bytes);
            if (answer.provider == holder.id()) return answer.roster;
        }
        ADD_FAILURE() << "no answer";
        return {};
    }
};

TEST_F(SettlingTest, successor_of_a_primary_that_ended_settles_soon) {
    host.kill(primary);
    host.run_for(20 * ms);
    EXPECT_FALSE(roster_of(*host.port_holder()).settled);
    host.run_for(400 * ms);
    EXPECT_TRUE(roster_of(*host.port_holder()).settled);
}

/// The other providers look for a primary up to 1.5 s apart. Nobody can tell them that the port is
/// free.
TEST_F(SettlingTest, successor_that_had_lost_its_primary_awaits_others_that_had_lost_it) {
    host.hang(primary);
    host.hang(deputy);
    ASSERT_EQ(host.add(third, service("more")), ServiceError::none);
    host.run_for(6 * second);
    host.kill(primary);
    ASSERT_NE(time_until_primary(third, 2 * second), never_us);
    host.run_for(limits::primary_search_ms * ms - 100 * ms);
    EXPECT_FALSE(roster_of(third).settled);
    host.run_for(500 * ms);
    EXPECT_TRUE(roster_of(third).settled);
}

TEST_F(SettlingTest, primary_that_hung_awaits_the_secondaries_that_its_deputy_had) {
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 5 * second), never_us);
    VirtualProvider& late = start_one("late");
    host.run_for(100 * ms);
    expect_secondary_of(deputy, {&third, &late});
    host.hang(late);
    host.kill(deputy);
    host.wake(primary);
    host.run_for(400 * ms);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_FALSE(roster_of(primary).settled);
    host.wake(late);
    host.run_for(1'900 * ms);
    const wire::Roster later = roster_of(primary);
    EXPECT_TRUE(later.settled);
    EXPECT_EQ(later.matching, 3U) << "p, t and late";
}

TEST_F(SettlingTest, primary_stays_settled_while_its_deputy_hangs) {
    host.run_for(second);
    host.hang(deputy);
    for (int n = 0; n < 80; ++n) {
        host.run_for(100 * ms);
        ASSERT_TRUE(roster_of(primary).settled) << n;
    }
}

TEST_F(SettlingTest, primary_without_requests_stays_settled_while_its_deputy_hangs) {
    host.run_for(second);
    host.hang(deputy);
    host.run_for(3'500 * ms);
    EXPECT_TRUE(roster_of(primary).settled);
}

}  // namespace
}  // namespace mpdisc::test
