// SPDX-License-Identifier: MIT
#include "core/takeover/deputy_monitor.h"

#include <gtest/gtest.h>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::endpoint;
using test::id_of;

constexpr TimeUs ms = 1'000;
constexpr TimeUs second = 1'000'000;
constexpr std::uint32_t user = 1000;
constexpr std::uint32_t own_process = 4711;

class DeputyMonitorTest : public testing::Test {
   protected:
    /// Registers a provider whose user the system has confirmed.
    Registry::Slot put(std::uint32_t number, std::uint32_t user_id = user,
                       std::uint32_t process_id = 1) {
        const Registry::Slot slot = put_claim(number, user_id, process_id);
        registry.set_user(slot, user_id);
        return slot;
    }
    Registry::Slot put_claim(std::uint32_t number, std::uint32_t user_id = user,
                             std::uint32_t process_id = 1) {
        wire::Registration registration;
        registration.provider = id_of(number);
        registration.user_id = user_id;
        registration.process_id = process_id;
        const auto port = static_cast<std::uint16_t>(10'000 + number);
        EXPECT_EQ(registry.put(0, registration, endpoint("127.0.0.1", port)),
                  Registry::Outcome::added);
        return registry.find(endpoint("127.0.0.1", port));
    }

    Registry registry{1};
    DeputyMonitor monitor{user, own_process};
    TimeUs now_us = 100 * second;
};

TEST_F(DeputyMonitorTest, appoints_a_secondary_of_its_user) {
    EXPECT_FALSE(monitor.has_deputy());
    EXPECT_EQ(monitor.next_deadline_us(), never_us);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    put(1, user + 1);
    put(2, wire::Registration::no_user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.has_deputy());
    const Registry::Slot third = put(3);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), third);
    EXPECT_FALSE(monitor.appoint(now_us, registry)) << "there is a deputy";
    EXPECT_TRUE(monitor.is_update_due(now_us)) << "it must be told at once";
    EXPECT_EQ(monitor.next_deadline_us(), now_us);
}

TEST_F(DeputyMonitorTest, appoints_no_deputy_for_a_primary_without_a_user) {
    put(1, wire::Registration::no_user);
    put(2);
    monitor.reset(wire::Registration::no_user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
}

TEST_F(DeputyMonitorTest, appoints_a_deputy_once_the_system_confirms_its_user) {
    const Registry::Slot only = put_claim(1);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking()) << "no answer came";
    registry.set_user(only, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking());
    EXPECT_EQ(monitor.deputy(), only);
    monitor.clear();
    EXPECT_TRUE(monitor.appoint(now_us, registry)) << "the answer is remembered";
}

TEST_F(DeputyMonitorTest, appoints_no_deputy_by_its_claim_alone) {
    const Registry::Slot liar = put_claim(1);
    const Registry::Slot unlisted = put_claim(2);
    const Registry::Slot honest = put_claim(3);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    registry.set_user(liar, user + 1);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(honest, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry))
        << "it does not wait for a secondary that the system does not list";
    EXPECT_EQ(monitor.deputy(), honest);
    registry.remove(honest);
    monitor.clear();
    registry.set_user(unlisted, user + 1);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking()) << "all users are known";
    EXPECT_EQ(monitor.next_deadline_us(), never_us);
}

TEST_F(DeputyMonitorTest, appoints_a_secondary_of_its_user_with_another_claimed_id) {
    const Registry::Slot in_container = put_claim(1, 0);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(in_container, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), in_container);
}

TEST_F(DeputyMonitorTest, does_not_ask_for_secondaries_that_cannot_take_over) {
    put_claim(1, wire::Registration::no_user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking());
}

TEST_F(DeputyMonitorTest, asks_for_others_before_it_appoints_one_in_its_own_process) {
    const Registry::Slot own = put(1, user, own_process);
    const Registry::Slot other = put_claim(2);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(other, user + 1);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), own);
}

TEST_F(DeputyMonitorTest, asks_for_others_before_it_appoints_the_former_deputy_again) {
    const Registry::Slot former = put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    const Registry::Slot other = put_claim(2);
    monitor.clear();  // it hangs
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(other, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry, true));
    EXPECT_EQ(monitor.deputy(), other);
    registry.remove(other);
    put_claim(3);
    monitor.clear();
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), former) << "the last deputy was another one";
    monitor.clear();
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.appoint(now_us, registry, true))
        << "the system does not list the other one";
    EXPECT_EQ(monitor.deputy(), former);
}

TEST_F(DeputyMonitorTest, trusts_claims_if_the_system_tells_no_users) {
    put_claim(1, user + 1);
    const Registry::Slot claimant = put_claim(2);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    monitor.trust_claims();
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), claimant);
    registry.remove(claimant);
    monitor.clear();
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking());
    monitor.reset(user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking()) << "the next primary asks again";
}

TEST_F(DeputyMonitorTest, replaces_a_deputy_that_cannot_take_over) {
    const Registry::Slot first = put(1);
    const Registry::Slot next = put(2);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    ASSERT_EQ(monitor.deputy(), first);
    wire::Registration refused;
    refused.provider = id_of(1);
    refused.user_id = wire::Registration::no_user;
    ASSERT_EQ(registry.put(now_us, refused, registry[first].address), Registry::Outcome::changed);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), next);
}

TEST_F(DeputyMonitorTest, appoints_the_secondaries_in_turn) {
    const Registry::Slot slots[] = {put(1), put(2), put(3)};
    for (int round = 0; round < 3; ++round) {
        for (const Registry::Slot expected : slots) {
            ASSERT_TRUE(monitor.appoint(now_us, registry));
            EXPECT_EQ(monitor.deputy(), expected);
            monitor.clear();
            EXPECT_FALSE(monitor.has_deputy());
        }
    }
    registry.remove(slots[0]);
    registry.remove(slots[1]);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), slots[2]) << "there is no other";
}

TEST_F(DeputyMonitorTest, tells_the_deputy_of_many_changes_at_once) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 5'000);
    EXPECT_FALSE(monitor.is_update_due(now_us + 4 * second));
    for (TimeUs at_us = 0; at_us < 50 * ms; at_us += ms) monitor.note_change(now_us + at_us);
    EXPECT_FALSE(monitor.is_update_due(now_us + 50 * ms - 1));
    EXPECT_TRUE(monitor.is_update_due(now_us + 50 * ms)) << "later changes do not delay it further";
    monitor.note_update_sent(now_us, 5'000);
    EXPECT_FALSE(monitor.is_update_due(now_us + second));
}

TEST_F(DeputyMonitorTest, appoints_one_in_the_primarys_own_process_only_without_another) {
    const Registry::Slot beside = put(1, user, own_process);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), beside);
    monitor.clear();
    const Registry::Slot other = put(2);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), other);
    monitor.clear();
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), other);
}

TEST_F(DeputyMonitorTest, tells_the_deputy_at_once_of_a_single_change) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 1);
    monitor.note_change(now_us + second);
    EXPECT_TRUE(monitor.is_update_due(now_us + second));
    monitor.note_update_sent(now_us + second, 3);
    monitor.note_change(now_us + second + ms);
    EXPECT_TRUE(monitor.is_update_due(now_us + second + ms)) << "a short list costs little";
}

TEST_F(DeputyMonitorTest, sends_a_deputy_with_an_old_list_the_new_one_soon) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 5'000);
    monitor.note_heartbeat(now_us, true);
    EXPECT_FALSE(monitor.is_update_due(now_us));
    for (int i = 0; i < 1000; ++i) monitor.note_heartbeat(now_us, false);
    EXPECT_FALSE(monitor.is_update_due(now_us))
        << "the list is long, so not every heartbeat causes one";
    EXPECT_TRUE(monitor.is_update_due(now_us + 50 * ms));
}

TEST_F(DeputyMonitorTest, deputy_counts_as_silent_five_seconds_after_its_last_heartbeat) {
    put(1);
    EXPECT_FALSE(monitor.is_silent(now_us)) << "there is no deputy";
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 1);
    EXPECT_EQ(monitor.next_deadline_us(), now_us + 5 * second);
    monitor.note_heartbeat(now_us + second, true);
    EXPECT_FALSE(monitor.is_silent(now_us + 6 * second - 1));
    EXPECT_TRUE(monitor.is_silent(now_us + 6 * second));
    monitor.note_absence(now_us + 8 * second);
    EXPECT_FALSE(monitor.is_silent(now_us + 8 * second)) << "its heartbeats may wait in the queue";
    EXPECT_TRUE(monitor.is_silent(now_us + 13 * second));
    monitor.clear();
    EXPECT_FALSE(monitor.is_silent(now_us + 13 * second));
}

/// If both lose contact, the deputy must notice first.
TEST_F(DeputyMonitorTest, waits_longer_for_the_deputy_than_the_deputy_waits_for_the_primary) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_silent(now_us + 4 * second));
}

}  // namespace
}  // namespace mpdisc::core
