// SPDX-License-Identifier: MIT
#include "core/replay_cache.h"

#include <gtest/gtest.h>

#include <map>

#include "core/random.h"

namespace mpdisc::core {
namespace {

TEST(ReplayCache, takes_a_request_once) {
    ReplayCache cache;
    EXPECT_TRUE(cache.take(1, 1000, true));
    EXPECT_FALSE(cache.take(1, 1000, true));
    EXPECT_FALSE(cache.take(1, 1000, false));
    // Whatever time it claims.
    EXPECT_FALSE(cache.take(1, 2000, true));
    EXPECT_TRUE(cache.take(2, 1000, true));
    EXPECT_TRUE(cache.take(3, 0, false));
    EXPECT_FALSE(cache.take(3, 0, false));
}

TEST(ReplayCache, takes_an_earlier_one_while_it_has_room) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 16; ++n) EXPECT_TRUE(cache.take(n, 1000 - n, true)) << n;
}

/// All of one part: it forgets one with each that comes.
TEST(ReplayCache, takes_nothing_that_it_may_have_forgotten) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 16; ++n) ASSERT_TRUE(cache.take(n, n * 10, true));
    EXPECT_TRUE(cache.take(17, 170, true));  // forgets number 1
    EXPECT_FALSE(cache.take(1, 10, true));
    EXPECT_FALSE(cache.take(100, 10, true));
    EXPECT_FALSE(cache.take(101, 9, true));
    EXPECT_TRUE(cache.take(102, 11, true));  // forgets number 2
    EXPECT_FALSE(cache.take(2, 20, true));
    // Another part is not concerned.
    EXPECT_TRUE(cache.take(std::uint64_t{1} << 32, 1, true));
}

TEST(ReplayCache, of_undated_ones_knows_those_that_it_remembers) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 17; ++n) ASSERT_TRUE(cache.take(n, n * 10, false));
    EXPECT_TRUE(cache.take(200, 0, false));
    EXPECT_FALSE(cache.take(200, 0, false));
    EXPECT_FALSE(cache.take(17, 170, false));
}

/// Many more than it has room for, out of order by up to a second.
TEST(ReplayCache, takes_none_of_a_flood_twice) {
    ReplayCache cache;
    Random random({1, 2, 3, 4});
    std::map<std::uint64_t, std::uint64_t> taken;
    std::uint64_t now_ms = 1'000'000;
    std::size_t refused = 0;
    for (std::size_t n = 0; n < 10 * limits::replay_cache_entries; ++n) {
        now_ms += random.below(10);
        const std::uint64_t number = random.next() | 1;
        const std::uint64_t time_ms = now_ms - random.below(1000);
        if (cache.take(number, time_ms, true)) {
            taken[number] = time_ms;
        } else {
            ++refused;
        }
        if (n % 100 != 0) continue;
        const auto again = taken.lower_bound(random.next());
        if (again == taken.end()) continue;
        EXPECT_FALSE(cache.take(again->first, again->second, true));
    }
    for (const auto& [number, time_ms] : taken) {
        ASSERT_FALSE(cache.take(number, time_ms, true));
    }
    // It has room for some 20 s of these.
    EXPECT_LT(refused, limits::replay_cache_entries / 100);
}

}  // namespace
}  // namespace mpdisc::core
