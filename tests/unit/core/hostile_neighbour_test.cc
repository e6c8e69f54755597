// SPDX-License-Identifier: MIT
//
// Messages that any program of the host can send while the primary hangs.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

class HostileNeighbour : public TakeoverTest {
   protected:
    const Endpoint hostile = endpoint("127.0.0.1", 12345);

    void tell(const VirtualProvider& provider, const ProviderId& primary_id, wire::Change change) {
        host.send_to_control(provider, hostile,
                             bytes_of(wire::PrimaryChange{1, primary_id, change}));
    }
};

TEST_F(HostileNeighbour, cannot_stop_a_takeover_by_saying_that_the_primary_leaves) {
    host.hang(primary);
    tell(deputy, primary.id(), wire::Change::leaving);
    EXPECT_NE(time_until_primary(deputy, 5 * second), never_us);
}

TEST_F(HostileNeighbour, cannot_stop_a_takeover_by_endless_hints) {
    host.hang(primary);
    for (int i = 0; i < 100 && deputy.role() != Role::primary; ++i) {
        tell(deputy, id_of(1000), wire::Change::present);
        host.run_for(50 * ms);
    }
    EXPECT_EQ(deputy.role(), Role::primary);
}

TEST_F(HostileNeighbour, cannot_hide_the_primarys_silence_by_endless_hints) {
    host.hang(primary);
    host.hang(deputy);
    for (int i = 0; i < 100; ++i) {
        tell(third, id_of(1000), wire::Change::present);
        host.run_for(50 * ms);
    }
    EXPECT_GE(third.count(ProviderEventType::primary_silent), 1U);
}

TEST_F(HostileNeighbour,
       is_not_taken_for_the_hung_primary_if_it_has_the_same_port_at_another_address) {
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 5 * second), never_us);
    wire::Registration registration;
    registration.transaction = 1;
    registration.provider = id_of(1000);
    host.send_to_port(endpoint("127.0.0.2", primary.control.port), bytes_of(registration));
    host.run_for(second);
    ASSERT_EQ(deputy.count(Counter::drop_not_local), 1U);
    host.kill(deputy);
    EXPECT_NE(time_until_primary(third, 5 * second), never_us) << "it may still take over";
}

}  // namespace
}  // namespace mpdisc::test
