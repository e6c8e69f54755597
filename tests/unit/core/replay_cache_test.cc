// SPDX-License-Identifier: MIT
#include "core/answers/replay_cache.h"

#include <gtest/gtest.h>

#include <map>

#include "core/kit/random.h"

namespace mpdisc::core {
namespace {

TEST(ReplayCache, accepts_a_request_once) {
    ReplayCache cache;
    EXPECT_TRUE(cache.accept_dated(1, 1000));
    EXPECT_FALSE(cache.accept_dated(1, 1000));
    EXPECT_FALSE(cache.accept(1, 1000));
    // A different time does not help.
    EXPECT_FALSE(cache.accept_dated(1, 2000));
    EXPECT_TRUE(cache.accept_dated(2, 1000));
    EXPECT_TRUE(cache.accept(3));
    EXPECT_FALSE(cache.accept(3));
}

TEST(ReplayCache, accepts_an_earlier_request_while_it_has_room) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 16; ++n) EXPECT_TRUE(cache.accept_dated(n, 1000 - n)) << n;
}

/// All of these fall into one bucket of 16, which forgets its oldest with each new one.
TEST(ReplayCache, refuses_requests_that_it_may_have_forgotten) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 16; ++n) ASSERT_TRUE(cache.accept_dated(n, n * 10));
    EXPECT_TRUE(cache.accept_dated(17, 170));  // forgets number 1
    EXPECT_FALSE(cache.accept_dated(1, 10));
    EXPECT_FALSE(cache.accept_dated(100, 10));
    EXPECT_FALSE(cache.accept_dated(101, 9));
    EXPECT_TRUE(cache.accept_dated(102, 11));  // forgets number 2
    EXPECT_FALSE(cache.accept_dated(2, 20));
    // Another bucket is not affected.
    EXPECT_TRUE(cache.accept_dated(std::uint64_t{1} << 32, 1));
}

/// The number of dated requests before it does not matter.
TEST(ReplayCache, forgets_an_undated_request_no_sooner_than_others) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 100; ++n) ASSERT_TRUE(cache.accept_dated(n, n * 10));
    ASSERT_TRUE(cache.accept(200));
    for (std::uint64_t n = 101; n <= 115; ++n) ASSERT_TRUE(cache.accept_dated(n, n * 10));
    EXPECT_FALSE(cache.accept(200));
    ASSERT_TRUE(cache.accept_dated(116, 1160));
    EXPECT_TRUE(cache.accept(200));
    EXPECT_FALSE(cache.accept_dated(100, 1000)) << "it was forgotten, but its time is too old";
}

TEST(ReplayCache, refuses_only_remembered_undated_requests) {
    ReplayCache cache;
    for (std::uint64_t n = 1; n <= 17; ++n) ASSERT_TRUE(cache.accept(n, n * 10));
    EXPECT_TRUE(cache.accept(200));
    EXPECT_FALSE(cache.accept(200));
    EXPECT_FALSE(cache.accept(17, 170));
}

/// Many more requests than it has room for, out of order by up to a second.
TEST(ReplayCache, accepts_no_request_of_a_flood_twice) {
    ReplayCache cache;
    Random random({1, 2, 3, 4});
    std::map<std::uint64_t, std::uint64_t> accepted;
    std::uint64_t now_ms = 1'000'000;
    std::size_t refused = 0;
    for (std::size_t n = 0; n < 10 * limits::replay_cache_entries; ++n) {
        now_ms += random.below(10);
        const std::uint64_t number = random.next() | 1;
        const std::uint64_t time_ms = now_ms - random.below(1000);
        if (cache.accept_dated(number, time_ms)) {
            accepted[number] = time_ms;
        } else {
            ++refused;
        }
        if (n % 100 != 0) continue;
        const auto again = accepted.lower_bound(random.next());
        if (again == accepted.end()) continue;
        EXPECT_FALSE(cache.accept_dated(again->first, again->second));
    }
    for (const auto& [number, time_ms] : accepted) {
        ASSERT_FALSE(cache.accept_dated(number, time_ms));
    }
    // The cache has room for about 20 s of these.
    EXPECT_LT(refused, limits::replay_cache_entries / 100);
}

}  // namespace
}  // namespace mpdisc::core
