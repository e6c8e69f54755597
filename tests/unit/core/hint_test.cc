// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// A hint is a PRIMARY_CHANGE. Any program on the host can send one.
class HintTest : public testing::Test {
   protected:
    HintTest() { host.run_for(ms); }

    void hint() { hint(wire::Change::present, id_of(77)); }
    void hint(wire::Change change, const ProviderId& of) {
        host.send_to_control(provider, endpoint("127.0.0.1", 12345),
                             bytes_of(wire::PrimaryChange{1, of, change}));
    }
    /// How many registrations were sent.
    std::size_t registrations() const {
        return host.count_sent(MessageType::provider_registration);
    }

    VirtualHost host;
    VirtualProvider& primary = host.start();
    VirtualProvider& provider = host.start({service("a")});
};

TEST_F(HintTest, makes_a_secondary_try_the_port_and_register_at_once) {
    ASSERT_EQ(registrations(), 1U);
    const std::size_t seeks = host.count_sent(MessageType::provider_discovery_request);
    ASSERT_EQ(provider.port_tries_us.size(), 1U);
    hint();
    host.run_for(ms);
    EXPECT_EQ(registrations(), 2U);
    EXPECT_EQ(provider.port_tries_us.size(), 2U);
    EXPECT_EQ(host.count_sent(MessageType::provider_discovery_request), seeks)
        << "it takes the holder of the port for the primary";
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
    EXPECT_EQ(provider.role(), Role::secondary);
    EXPECT_EQ(provider.count(ProviderEventType::role_changed), 1U);
}

TEST_F(HintTest, second_hint_within_100_ms_waits_until_then) {
    hint();
    host.run_for(ms);
    hint();
    host.run_for(98 * ms);
    EXPECT_EQ(registrations(), 2U);
    host.run_for(2 * ms);
    EXPECT_EQ(registrations(), 3U);
    host.run_for(second);
    EXPECT_EQ(registrations(), 3U);
}

TEST_F(HintTest, many_hints_delay_no_registration) {
    for (int i = 0; i < 1000; ++i) hint();
    host.run_for(ms);
    EXPECT_EQ(registrations(), 2U);
    for (int i = 0; i < 1000; ++i) hint();
    host.run_for(ms);
    EXPECT_EQ(registrations(), 2U);
    host.kill(primary);
    host.run_for(100 * ms);
    EXPECT_EQ(provider.role(), Role::primary);
}

TEST_F(HintTest, flood_causes_one_registration_in_100_ms_and_prevents_none) {
    for (int i = 0; i < 20'000; ++i) {
        hint();
        host.run_for(100);
    }
    EXPECT_LE(registrations(), 1U + 21U);
    EXPECT_GE(registrations(), 1U + 19U);
    EXPECT_GE(primary.count(Counter::registrations), 19U);
    host.run_for(second);
    EXPECT_EQ(provider.role(), Role::secondary);
    EXPECT_EQ(primary.count(Counter::expirations), 0U);
}

TEST_F(HintTest, flood_does_not_keep_a_new_provider_from_its_first_registration) {
    VirtualProvider& late = host.start();
    for (int i = 0; i < 3000; ++i) {
        host.send_to_control(late, endpoint("127.0.0.1", 12345),
                             bytes_of(wire::PrimaryChange{1, id_of(77), wire::Change::leaving}));
        host.run_for(10);
    }
    EXPECT_EQ(late.role(), Role::secondary);
}

TEST_F(HintTest, hint_during_a_registration_restarts_it_and_it_succeeds_once) {
    VirtualProvider& late = host.start();
    for (int step = 0; step < 5; ++step) {
        host.send_to_control(late, endpoint("127.0.0.1", 12345),
                             bytes_of(wire::PrimaryChange{1, id_of(77), wire::Change::leaving}));
        host.run_for(20);
    }
    host.run_for(200 * ms);
    EXPECT_EQ(late.role(), Role::secondary);
    EXPECT_EQ(late.count(ProviderEventType::role_changed), 1U);
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), 2U);
}

TEST_F(HintTest, hint_of_the_present_primary_is_ignored) {
    for (int i = 0; i < 100; ++i) {
        hint(wire::Change::present, primary.id());
        hint(wire::Change::present, provider.id());
        hint(wire::Change::leaving, provider.id());
        host.run_for(10 * ms);
    }
    EXPECT_EQ(registrations(), 1U);
    EXPECT_EQ(provider.port_tries_us.size(), 1U);
    hint(wire::Change::leaving, primary.id());
    host.run_for(ms);
    EXPECT_EQ(registrations(), 2U) << "it may be true";
}

TEST_F(HintTest, hint_of_the_former_primary_counts_during_the_search_for_a_primary) {
    host.kill(primary);
    host.port_table.has_stranger = true;
    host.run_for(60 * second);
    ASSERT_EQ(provider.role(), Role::none);
    const std::size_t tries = provider.port_tries_us.size();
    hint(wire::Change::present, primary.id());
    host.run_for(ms);
    EXPECT_EQ(provider.port_tries_us.size(), tries + 1);
}

TEST_F(HintTest, waiting_hint_has_no_effect_once_the_port_is_won) {
    hint();
    host.run_for(ms);
    host.kill(primary);
    ASSERT_EQ(host.add(provider, service("b")), ServiceError::none);  // it registers in vain
    hint();
    host.run_for(60 * ms);
    EXPECT_EQ(provider.role(), Role::primary);
    host.run_for(second);
    EXPECT_EQ(provider.role(), Role::primary);
    EXPECT_EQ(provider.machine.next_deadline_us(), never_us);
}

}  // namespace
}  // namespace mpdisc::test
