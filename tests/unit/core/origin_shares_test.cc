// SPDX-License-Identifier: MIT
#include "core/search/origin_shares.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "core/kit/random.h"

namespace mpdisc::core {
namespace {

/// A table with a bounded number of places.
class OriginSharesTest : public testing::Test {
   protected:
    static AnswerOrigin origin(std::uint64_t group, std::uint64_t sender) {
        return {group, group << 32 | sender};
    }

    /// Adds a service of that sender. False if no sender gives up a place for it.
    bool add(std::uint64_t group, std::uint64_t sender, std::uint32_t places) {
        std::uint32_t place = static_cast<std::uint32_t>(owners.size());
        EXPECT_TRUE(shares.reserve(places));
        if (place < places) {
            owners.emplace_back();
        } else {
            place = shares.place_given_up_for(origin(group, sender));
            if (place == OriginShares::none) return false;
            shares.remove(place);
        }
        owners[place] = {group, sender};
        shares.add(shares.find_or_add_sender(origin(group, sender)), place);
        return true;
    }
    void add_many(std::uint64_t group, std::uint64_t sender, std::uint32_t count,
                  std::uint32_t places) {
        for (std::uint32_t n = 0; n < count; ++n) add(group, sender, places);
    }
    [[nodiscard]] std::map<std::pair<std::uint64_t, std::uint64_t>, int> counts() const {
        std::map<std::pair<std::uint64_t, std::uint64_t>, int> found;
        for (const auto& owner : owners) ++found[owner];
        return found;
    }

    OriginShares shares;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> owners;
};

TEST_F(OriginSharesTest, sender_with_the_most_places_gives_up_its_newest_one) {
    add_many(1, 1, 3, 10);
    add_many(1, 2, 7, 10);
    ASSERT_TRUE(add(1, 3, 10));
    EXPECT_EQ(owners[9], std::pair(std::uint64_t{1}, std::uint64_t{3}));
    ASSERT_TRUE(add(1, 1, 10));
    EXPECT_EQ(owners[8], std::pair(std::uint64_t{1}, std::uint64_t{1}));
}

TEST_F(OriginSharesTest, sender_with_the_most_places_takes_none_from_others) {
    add_many(1, 1, 2, 10);
    add_many(1, 2, 8, 10);
    EXPECT_FALSE(add(1, 2, 10));
    EXPECT_EQ((counts()[{1, 1}]), 2);
}

TEST_F(OriginSharesTest, senders_get_equal_shares) {
    add_many(1, 1, 1'000, 1'000);
    for (std::uint64_t sender = 2; sender <= 4; ++sender) add_many(1, sender, 1'000, 1'000);
    for (std::uint64_t sender = 1; sender <= 4; ++sender) {
        EXPECT_NEAR((counts()[{1, sender}]), 250, 1) << sender;
    }
}

TEST_F(OriginSharesTest, many_senders_of_one_group_take_no_place_from_another) {
    for (std::uint64_t sender = 0; sender < 1'000; ++sender) add(1, sender, 1'000);
    add_many(2, 1, 400, 1'000);
    EXPECT_EQ((counts()[{2, 1}]), 400);
    for (std::uint64_t sender = 1'000; sender < 5'000; ++sender) add(1, sender, 1'000);
    EXPECT_EQ((counts()[{2, 1}]), 400);
    add_many(2, 2, 1'000, 1'000);
    EXPECT_NEAR((counts()[{2, 1}]) + (counts()[{2, 2}]), 500, 1) << "no more than the other group";
}

TEST_F(OriginSharesTest, removed_place_is_not_given_up_again) {
    add_many(1, 1, 10, 10);
    for (const std::uint32_t place : {9U, 4U, 0U}) shares.remove(place);
    for (const std::uint32_t newest : {8U, 7U, 6U, 5U, 3U, 2U}) {
        ASSERT_EQ(shares.place_given_up_for(origin(1, 2)), newest);
        shares.remove(newest);
    }
    EXPECT_EQ(shares.place_given_up_for(origin(1, 2)), OriginShares::none)
        << "its last place stays";
}

TEST_F(OriginSharesTest, free_place_goes_to_another_sender) {
    add_many(1, 1, 3, 10);
    shares.remove(1);
    shares.add(shares.find_or_add_sender(origin(1, 2)), 1);
    EXPECT_EQ(shares.place_given_up_for(origin(2, 1)), 2U);
    shares.remove(2);
    shares.remove(0);
    shares.add(shares.find_or_add_sender(origin(1, 2)), 0);
    EXPECT_EQ(shares.place_given_up_for(origin(2, 1)), 0U)
        << "it is the newest place of its sender";
}

TEST_F(OriginSharesTest, group_without_places_has_no_share) {
    add_many(1, 1, 5, 10);
    add_many(2, 2, 5, 10);
    for (std::uint32_t place = 0; place < 5; ++place) shares.remove(place);
    // Group 2 has all places now, so its sender gives up the newest one.
    EXPECT_EQ(shares.place_given_up_for(origin(1, 1)), 9U);
    EXPECT_EQ(shares.place_given_up_for(origin(2, 3)), 9U);
    EXPECT_EQ(shares.place_given_up_for(origin(2, 2)), OriginShares::none);
    for (std::uint32_t place = 5; place < 10; ++place) shares.remove(place);
    EXPECT_EQ(shares.place_given_up_for(origin(1, 1)), OriginShares::none);
    // A free number is used again.
    const std::uint32_t sender = shares.find_or_add_sender(origin(1, 7));
    EXPECT_LE(sender, 1U);
    shares.add(sender, 3);
    shares.remove(3);
}

TEST_F(OriginSharesTest, sender_that_gave_up_a_place_gets_none_again) {
    Random random({1, 2, 3, 4});
    std::map<std::pair<std::uint64_t, std::uint64_t>, int> losses;
    for (int n = 0; n < 100'000; ++n) {
        const std::uint64_t group = random.next() % 4;
        // Newcomers appear all the time, and some ask for much more than others.
        const std::uint64_t sender = random.next() % (1 + static_cast<std::uint64_t>(n) / 500);
        const auto before = owners;
        const bool is_added = add(group, sender, 700);
        if (!is_added || before.size() != owners.size()) continue;
        for (std::size_t place = 0; place < owners.size(); ++place) {
            if (before[place] != owners[place]) ++losses[before[place]];
        }
        ASSERT_EQ(losses.count({group, sender}), 0U) << n;
    }
    EXPECT_FALSE(losses.empty());
}

}  // namespace
}  // namespace mpdisc::core
