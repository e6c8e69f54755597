// SPDX-License-Identifier: MIT
#include "core/takeover/rival_watch.h"

#include <gtest/gtest.h>

namespace mpdisc::test {
namespace {

using core::RivalWatch;

constexpr TimeUs ms = 1'000;

TEST(RivalWatch, has_nothing_to_do_without_rivals) {
    RivalWatch watch;
    EXPECT_EQ(watch.next_deadline_us(), never_us);
    watch.begin(0, 0);
    EXPECT_EQ(watch.next_deadline_us(), never_us);
    watch.begin(0, 2);
    watch.end();
    EXPECT_FALSE(watch.is_due(3'600'000 * ms));
}

TEST(RivalWatch, takes_the_port_over_when_one_of_several_is_gone) {
    RivalWatch watch;
    watch.begin(0, 2);
    EXPECT_FALSE(watch.is_due(250 * ms - 1));
    ASSERT_TRUE(watch.is_due(250 * ms));
    EXPECT_FALSE(watch.has_outlasted_one(2));
    ASSERT_TRUE(watch.is_due(500 * ms));
    EXPECT_FALSE(watch.has_outlasted_one(3)) << "this one was replaced";
    ASSERT_TRUE(watch.is_due(750 * ms));
    EXPECT_TRUE(watch.has_outlasted_one(2));
}

TEST(RivalWatch, ends_with_the_last_rival) {
    RivalWatch watch;
    watch.begin(0, 1);
    ASSERT_TRUE(watch.is_due(250 * ms));
    EXPECT_FALSE(watch.has_outlasted_one(0));
    EXPECT_EQ(watch.next_deadline_us(), never_us);
}

TEST(RivalWatch, gives_a_successor_time_and_then_takes_the_port_over_after_an_absence) {
    RivalWatch watch;
    watch.begin(0, 2);
    EXPECT_FALSE(watch.is_due(5'000 * ms));
    EXPECT_EQ(watch.next_deadline_us(), 6'500 * ms);
    ASSERT_TRUE(watch.is_due(6'500 * ms));
    EXPECT_TRUE(watch.has_outlasted_one(2)) << "a newer one may have come and gone";
}

}  // namespace
}  // namespace mpdisc::test
