// SPDX-License-Identifier: MIT
//
// Each transition of the diagram in core/takeover/port_owner.h.
#include "core/takeover/port_owner.h"

#include <gtest/gtest.h>

namespace mpdisc::test {
namespace {

using core::PortAction;
using core::PortHold;
using core::PortOwner;

constexpr TimeUs start_us = 1'000'000'000;
constexpr TimeUs ms = 1'000;
constexpr TimeUs second = 1'000'000;
constexpr std::uint16_t told_by = 4'000;

class PortOwnerTest : public testing::Test {
   protected:
    void hold(const PortHold& made = {}) {
        port.try_port();
        ASSERT_EQ(port.take_action(), PortAction::bind);
        ASSERT_EQ(port.on_bound(now_us, made), PortAction::bind);
    }
    void hold_contested(std::size_t rivals) {
        port.take_over();
        ASSERT_EQ(port.take_action(), PortAction::take_over);
        ASSERT_EQ(port.on_bound(now_us, {true, false, rivals}), PortAction::take_over);
    }
    /// The owner's action after that time.
    PortAction after(TimeUs duration_us) {
        now_us += duration_us;
        port.tick(now_us);
        return port.take_action();
    }
    bool verify() { return port.verify(now_us, told_by, random); }

    TimeUs now_us = start_us;
    core::Random random{{1, 2, 3, 4}};
    PortOwner port;
};

TEST_F(PortOwnerTest, nothing_is_due_without_the_port) {
    EXPECT_FALSE(port.holds());
    EXPECT_FALSE(port.is_contested());
    EXPECT_FALSE(port.has_action());
    EXPECT_EQ(port.next_deadline_us(), never_us);
    EXPECT_EQ(after(3600 * second), PortAction::none);
}

TEST_F(PortOwnerTest, free_port_is_held_after_a_bind) {
    port.try_port();
    EXPECT_TRUE(port.has_action());
    EXPECT_EQ(port.take_action(), PortAction::bind);
    EXPECT_FALSE(port.holds());
    EXPECT_EQ(port.on_bound(now_us, {true, false, 0}), PortAction::bind);
    EXPECT_TRUE(port.holds());
    EXPECT_FALSE(port.is_contested());
    EXPECT_FALSE(port.has_action());
    EXPECT_EQ(port.next_deadline_us(), never_us);
}

TEST_F(PortOwnerTest, refused_port_may_be_tried_again) {
    port.try_port();
    (void)port.take_action();
    EXPECT_EQ(port.on_refused(), PortAction::bind);
    EXPECT_FALSE(port.holds());
    EXPECT_FALSE(port.has_action());
    hold();
    EXPECT_TRUE(port.holds());
}

TEST_F(PortOwnerTest, refused_port_may_be_taken_over_at_once) {
    port.try_port();
    (void)port.take_action();
    (void)port.on_refused();
    port.take_over();
    EXPECT_EQ(port.take_action(), PortAction::take_over);
    EXPECT_EQ(port.on_bound(now_us, {true, false, 1}), PortAction::take_over);
    EXPECT_TRUE(port.holds());
    EXPECT_TRUE(port.is_contested());
}

TEST_F(PortOwnerTest, refused_takeover_leaves_it_without_the_port) {
    port.take_over();
    (void)port.take_action();
    EXPECT_EQ(port.on_refused(), PortAction::take_over);
    EXPECT_FALSE(port.holds());
    EXPECT_FALSE(port.has_action());
}

TEST_F(PortOwnerTest, takeover_from_an_ended_program_is_not_contested) {
    hold_contested(0);
    EXPECT_TRUE(port.holds());
    EXPECT_FALSE(port.is_contested());
    EXPECT_EQ(port.next_deadline_us(), never_us);
}

TEST_F(PortOwnerTest, rivals_are_counted_four_times_a_second) {
    hold_contested(1);
    for (int n = 0; n < 8; ++n) {
        EXPECT_EQ(port.next_deadline_us(), now_us + 250 * ms);
        EXPECT_EQ(after(250 * ms - 1), PortAction::none);
        EXPECT_EQ(after(1), PortAction::count_rivals);
        EXPECT_TRUE(port.holds());
        port.on_rivals_counted(now_us, 1);
        EXPECT_FALSE(port.has_action());
    }
}

TEST_F(PortOwnerTest, end_of_the_last_rival_ends_the_contest) {
    hold_contested(1);
    EXPECT_EQ(after(250 * ms), PortAction::count_rivals);
    port.on_rivals_counted(now_us, 0);
    EXPECT_FALSE(port.has_action());
    EXPECT_FALSE(port.is_contested());
    EXPECT_EQ(port.next_deadline_us(), never_us);
}

TEST_F(PortOwnerTest, renews_its_hold_when_one_of_several_rivals_ends) {
    hold_contested(2);
    EXPECT_EQ(after(250 * ms), PortAction::count_rivals);
    port.on_rivals_counted(now_us, 1);
    EXPECT_EQ(port.take_action(), PortAction::renew);
    EXPECT_TRUE(port.holds());
    EXPECT_EQ(port.on_bound(now_us, {true, false, 1}), PortAction::renew);
    EXPECT_TRUE(port.is_contested());
    EXPECT_FALSE(port.has_action());
    EXPECT_EQ(after(250 * ms), PortAction::count_rivals);
    port.on_rivals_counted(now_us, 1);
    EXPECT_FALSE(port.has_action()) << "no rival has ended since";
}

TEST_F(PortOwnerTest, failed_renewal_leaves_it_without_the_port) {
    hold_contested(2);
    (void)after(250 * ms);
    port.on_rivals_counted(now_us, 1);
    (void)port.take_action();
    EXPECT_EQ(port.on_refused(), PortAction::renew);
    EXPECT_FALSE(port.holds());
    EXPECT_EQ(port.next_deadline_us(), never_us);
}

TEST_F(PortOwnerTest, new_rival_causes_no_renewal) {
    hold_contested(1);
    (void)after(250 * ms);
    port.on_rivals_counted(now_us, 2);
    EXPECT_FALSE(port.has_action());
    EXPECT_TRUE(port.is_contested());
}

TEST_F(PortOwnerTest, waits_for_a_successor_after_an_absence_and_then_always_renews) {
    hold_contested(1);
    now_us += 10 * second;
    port.note_absence(now_us);
    EXPECT_EQ(after(0), PortAction::none);
    EXPECT_EQ(after(1500 * ms - 1), PortAction::none);
    EXPECT_EQ(after(1), PortAction::count_rivals);
    port.on_rivals_counted(now_us, 1);
    EXPECT_EQ(port.take_action(), PortAction::renew);
}

TEST_F(PortOwnerTest, absence_without_a_rival_has_no_effect) {
    hold();
    now_us += 10 * second;
    port.note_absence(now_us);
    EXPECT_EQ(port.next_deadline_us(), never_us);
    EXPECT_EQ(after(10 * second), PortAction::none);
}

TEST_F(PortOwnerTest, missing_ipv6_port_is_tried_with_doubling_gaps) {
    hold({true, true, 0});
    for (const TimeUs gap_us : {100 * ms, 200 * ms, 400 * ms, 800 * ms}) {
        EXPECT_EQ(after(gap_us - 1), PortAction::none);
        EXPECT_EQ(after(1), PortAction::bind_ipv6);
        EXPECT_TRUE(port.holds());
        port.on_ipv6_tried(now_us, false);
    }
    EXPECT_EQ(after(1600 * ms), PortAction::bind_ipv6);
    port.on_ipv6_tried(now_us, true);
    EXPECT_EQ(port.next_deadline_us(), never_us);
}

TEST_F(PortOwnerTest, missing_ipv6_port_is_finally_tried_once_a_minute) {
    hold({true, true, 0});
    for (int n = 0; n < 20; ++n) {
        now_us = port.next_deadline_us();
        EXPECT_EQ(after(0), PortAction::bind_ipv6);
        port.on_ipv6_tried(now_us, false);
    }
    EXPECT_EQ(port.next_deadline_us(), now_us + 60 * second);
}

TEST_F(PortOwnerTest, released_port_is_closed_once) {
    for (const bool is_contested : {false, true}) {
        is_contested ? hold_contested(3) : hold();
        EXPECT_TRUE(verify());
        port.release();
        EXPECT_FALSE(port.holds());
        EXPECT_FALSE(port.is_contested());
        EXPECT_FALSE(port.is_verifying(now_us));
        EXPECT_EQ(port.next_deadline_us(), never_us);
        EXPECT_TRUE(port.has_action());
        EXPECT_EQ(port.take_action(), PortAction::close);
        EXPECT_FALSE(port.has_action());
    }
}

TEST_F(PortOwnerTest, release_replaces_an_action_that_is_already_due) {
    hold_contested(2);
    (void)after(250 * ms);
    port.on_rivals_counted(now_us, 1);
    port.release();
    EXPECT_EQ(port.take_action(), PortAction::close);
    EXPECT_EQ(port.take_action(), PortAction::none);
}

TEST_F(PortOwnerTest, verification_lasts_300_ms) {
    hold();
    EXPECT_FALSE(port.is_verifying(now_us));
    EXPECT_TRUE(verify());
    EXPECT_EQ(port.told_by_port(), told_by);
    EXPECT_TRUE(port.is_verifying(now_us));
    EXPECT_TRUE(port.is_verifying(now_us + 300 * ms - 1));
    EXPECT_FALSE(port.is_verifying(now_us + 300 * ms));
    EXPECT_TRUE(port.holds());
}

TEST_F(PortOwnerTest, answer_ends_the_verification_even_when_late) {
    hold();
    EXPECT_TRUE(verify());
    const std::uint64_t asked = port.transaction();
    EXPECT_FALSE(port.on_answer(asked + 1)) << "this answers another question";
    EXPECT_TRUE(port.is_verifying(now_us));
    EXPECT_TRUE(port.on_answer(asked));
    EXPECT_FALSE(port.is_verifying(now_us));
    EXPECT_FALSE(port.on_answer(asked)) << "this is a second answer";
    now_us += second;
    EXPECT_TRUE(verify());
    now_us += 10 * second;
    EXPECT_TRUE(port.on_answer(port.transaction()));
}

TEST_F(PortOwnerTest, only_the_last_question_accepts_an_answer) {
    hold();
    EXPECT_TRUE(verify());
    const std::uint64_t former = port.transaction();
    now_us += 899 * ms;
    EXPECT_FALSE(port.verify(now_us, told_by + 1, random)) << "the last question is too recent";
    EXPECT_EQ(port.told_by_port(), told_by);
    EXPECT_EQ(port.transaction(), former);
    now_us += ms;
    EXPECT_TRUE(port.verify(now_us, told_by + 1, random));
    EXPECT_EQ(port.told_by_port(), told_by + 1);
    EXPECT_FALSE(port.on_answer(former));
    EXPECT_TRUE(port.is_verifying(now_us));
    EXPECT_TRUE(port.on_answer(port.transaction()));
    EXPECT_FALSE(port.verify(now_us + 899 * ms, told_by, random))
        << "the answer does not allow an earlier question";
}

TEST_F(PortOwnerTest, endless_rumours_cause_one_question_every_900_ms) {
    hold();
    int questions = 0;
    for (TimeUs passed_us = 0; passed_us < 9 * second; passed_us += 10 * ms, now_us += 10 * ms) {
        questions += verify() ? 1 : 0;
    }
    EXPECT_EQ(questions, 10);
}

TEST_F(PortOwnerTest, answer_without_a_question_is_refused) {
    hold();
    EXPECT_FALSE(port.on_answer(0));
}

}  // namespace
}  // namespace mpdisc::test
