// SPDX-License-Identifier: MIT
#include "core/kit/random.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/kit/backoff.h"

namespace mpdisc::core {
namespace {

TEST(Random, produces_the_published_sequence) {
    Random random({1, 2, 3, 4});
    EXPECT_EQ(random.next(), 11520U);
    EXPECT_EQ(random.next(), 0U);
    EXPECT_EQ(random.next(), 1509978240U);
    EXPECT_EQ(random.next(), 1215971899390074240U);
}

TEST(Random, does_not_stay_at_zero_for_a_seed_of_zeros) {
    Random random(Random::Seed{});
    bool any = false;
    for (int i = 0; i < 10; ++i) any = random.next() != 0 || any;
    EXPECT_TRUE(any);
}

TEST(Random, covers_all_numbers_below_its_bound_evenly) {
    Random random({5, 6, 7, 8});
    EXPECT_EQ(random.below(0), 0U);
    EXPECT_EQ(random.below(1), 0U);
    std::vector<int> seen(10);
    for (int i = 0; i < 10'000; ++i) ++seen[static_cast<std::size_t>(random.below(10))];
    for (const int count : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(Backoff, doubles_from_50_ms_to_5_s_and_subtracts_up_to_a_quarter) {
    for (std::uint64_t seed = 1; seed < 50; ++seed) {
        Random random({seed, 0, 0, 0});
        Backoff backoff;
        std::uint32_t steps = 0;
        for (const TimeUs gap_ms : {50U, 100U, 200U, 400U, 800U, 1600U, 3200U, 5000U, 5000U}) {
            EXPECT_EQ(backoff.unanswered(), steps++);
            const TimeUs got_us = backoff.next_us(random);
            EXPECT_LE(got_us, gap_ms * 1000);
            EXPECT_GT(got_us, gap_ms * 750);
        }
        backoff.reset();
        EXPECT_EQ(backoff.unanswered(), 0U);
        EXPECT_LE(backoff.next_us(random), 50'000U);
    }
}

}  // namespace
}  // namespace mpdisc::core
