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
    /// Whose user is known.
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

TEST_F(DeputyMonitorTest, is_filled_by_a_secondary_of_that_user) {
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
    EXPECT_FALSE(monitor.appoint(now_us, registry)) << "there is one";
    EXPECT_TRUE(monitor.is_update_due(now_us)) << "at once";
    EXPECT_EQ(monitor.next_deadline_us(), now_us);
}

TEST_F(DeputyMonitorTest, of_nobodys_user_stays_vacant) {
    put(1, wire::Registration::no_user);
    put(2);
    monitor.reset(wire::Registration::no_user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
}

TEST_F(DeputyMonitorTest, is_filled_once_the_system_confirms_the_user) {
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

TEST_F(DeputyMonitorTest, is_not_filled_by_a_mere_claim) {
    const Registry::Slot liar = put_claim(1);
    const Registry::Slot unlisted = put_claim(2);
    const Registry::Slot honest = put_claim(3);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    registry.set_user(liar, user + 1);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(honest, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry))
        << "nobody waits for one that the system does not list";
    EXPECT_EQ(monitor.deputy(), honest);
    registry.remove(honest);
    monitor.clear();
    registry.set_user(unlisted, user + 1);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking()) << "all are known";
    EXPECT_EQ(monitor.next_deadline_us(), never_us);
}

TEST_F(DeputyMonitorTest, may_be_filled_by_the_same_user_of_another_name) {
    const Registry::Slot in_container = put_claim(1, 0);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(in_container, user);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), in_container);
}

TEST_F(DeputyMonitorTest, asks_for_nobody_who_says_that_it_cannot_take_over) {
    put_claim(1, wire::Registration::no_user);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_asking());
}

TEST_F(DeputyMonitorTest, asks_for_others_before_it_is_filled_by_the_own_process) {
    const Registry::Slot own = put(1, user, own_process);
    const Registry::Slot other = put_claim(2);
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.is_asking());
    registry.set_user(other, user + 1);
    EXPECT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_EQ(monitor.deputy(), own);
}

TEST_F(DeputyMonitorTest, asks_for_others_before_the_former_deputy_is_appointed_anew) {
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
    EXPECT_EQ(monitor.deputy(), former) << "it has lost no monitor lately";
    monitor.clear();
    EXPECT_FALSE(monitor.appoint(now_us, registry));
    EXPECT_TRUE(monitor.appoint(now_us, registry, true))
        << "the system does not list the other one";
    EXPECT_EQ(monitor.deputy(), former);
}

TEST_F(DeputyMonitorTest, trusts_claims_where_the_system_tells_no_users) {
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
    EXPECT_TRUE(monitor.is_asking()) << "as the next primary, anew";
}

TEST_F(DeputyMonitorTest, is_taken_off_a_holder_that_cannot_take_over) {
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

TEST_F(DeputyMonitorTest, goes_round) {
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

TEST_F(DeputyMonitorTest, holder_is_told_of_many_changes_once) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 5'000);
    EXPECT_FALSE(monitor.is_update_due(now_us + 4 * second));
    for (TimeUs at_us = 0; at_us < 50 * ms; at_us += ms) monitor.note_change(now_us + at_us);
    EXPECT_FALSE(monitor.is_update_due(now_us + 50 * ms - 1));
    EXPECT_TRUE(monitor.is_update_due(now_us + 50 * ms)) << "later ones put it off no further";
    monitor.note_update_sent(now_us, 5'000);
    EXPECT_FALSE(monitor.is_update_due(now_us + second));
}

TEST_F(DeputyMonitorTest, is_filled_from_the_primarys_own_process_only_where_there_is_no_other) {
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

TEST_F(DeputyMonitorTest, holder_is_told_at_once_of_whoever_comes_alone) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 1);
    monitor.note_change(now_us + second);
    EXPECT_TRUE(monitor.is_update_due(now_us + second));
    monitor.note_update_sent(now_us + second, 3);
    monitor.note_change(now_us + second + ms);
    EXPECT_TRUE(monitor.is_update_due(now_us + second + ms)) << "a short list costs little";
}

TEST_F(DeputyMonitorTest, holder_whose_list_is_an_older_one_is_told_soon) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 5'000);
    monitor.note_heartbeat(now_us, true);
    EXPECT_FALSE(monitor.is_update_due(now_us));
    for (int i = 0; i < 1000; ++i) monitor.note_heartbeat(now_us, false);
    EXPECT_FALSE(monitor.is_update_due(now_us)) << "a list is long: not one for each beat";
    EXPECT_TRUE(monitor.is_update_due(now_us + 50 * ms));
}

TEST_F(DeputyMonitorTest, holder_is_silent_five_seconds_after_its_last_beat) {
    put(1);
    EXPECT_FALSE(monitor.is_silent(now_us)) << "nobody is";
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    monitor.note_update_sent(now_us, 1);
    EXPECT_EQ(monitor.next_deadline_us(), now_us + 5 * second);
    monitor.note_heartbeat(now_us + second, true);
    EXPECT_FALSE(monitor.is_silent(now_us + 6 * second - 1));
    EXPECT_TRUE(monitor.is_silent(now_us + 6 * second));
    monitor.note_absence(now_us + 8 * second);
    EXPECT_FALSE(monitor.is_silent(now_us + 8 * second)) << "its beats may wait";
    EXPECT_TRUE(monitor.is_silent(now_us + 13 * second));
    monitor.clear();
    EXPECT_FALSE(monitor.is_silent(now_us + 13 * second));
}

/// Of the two that miss each other the deputy is to find out first.
TEST_F(DeputyMonitorTest, holder_is_given_longer_than_it_gives_the_primary) {
    put(1);
    ASSERT_TRUE(monitor.appoint(now_us, registry));
    EXPECT_FALSE(monitor.is_silent(now_us + 4 * second));
}

}  // namespace
}  // namespace mpdisc::core
