// SPDX-License-Identifier: MIT
//
// The table of paths, and what one path knows.
#include "core/watch/followed_paths.h"

#include <gtest/gtest.h>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::id_of;

class FollowedPathsTest : public testing::Test {
   protected:
    static AnswerSource source(std::uint32_t number, std::uint32_t if_index = test::eth0) {
        const auto byte = [&](int n) { return static_cast<std::uint8_t>(number >> 8 * n); };
        return {IpAddress::v4(10, byte(2), byte(1), byte(0)), if_index};
    }
    /// The path of a host with that primary.
    std::uint16_t add(std::uint32_t number, std::uint32_t primary) {
        const std::uint16_t path = paths.add(source(number));
        paths[path].host = hosts.merge({id_of(primary)}, source(number)).host;
        EXPECT_TRUE(paths.confirm(path));
        return path;
    }
    [[nodiscard]] std::vector<std::uint16_t> others(std::uint16_t path) const {
        std::vector<std::uint16_t> all;
        paths.for_each_other(path, [&](std::uint16_t other) { all.push_back(other); });
        return all;
    }

    HostRosters hosts{1};
    FollowedPaths paths{2, hosts};
};

TEST_F(FollowedPathsTest, path_is_found_by_its_address_and_interface) {
    EXPECT_EQ(paths.find(source(1)), FollowedPaths::none);
    const std::uint16_t path = paths.add(source(1));
    EXPECT_EQ(paths.find(source(1)), path);
    EXPECT_EQ(paths.find(source(2)), FollowedPaths::none);
    EXPECT_EQ(paths.find(source(1, test::eth1)), FollowedPaths::none);
    EXPECT_EQ(paths[path].source.address, source(1).address);
    EXPECT_TRUE(paths[path].is_used);
}

TEST_F(FollowedPathsTest, number_of_a_removed_path_is_used_again) {
    const std::uint16_t first = paths.add(source(1));
    const std::uint16_t second = paths.add(source(2));
    EXPECT_TRUE(paths.confirm(first));
    paths.remove(first);
    EXPECT_EQ(paths.find(source(1)), FollowedPaths::none);
    EXPECT_FALSE(paths[first].is_used);
    EXPECT_EQ(paths.add(source(3)), first);
    EXPECT_FALSE(paths[first].is_confirmed) << "nothing is left of the former one";
    EXPECT_EQ(paths.find(source(2)), second);
    EXPECT_EQ(paths.end(), 2);
}

TEST_F(FollowedPathsTest, path_can_get_another_source) {
    const std::uint16_t path = paths.add(source(1, 0));
    paths[path].is_given = true;
    paths.move(path, source(1, test::eth1));
    EXPECT_EQ(paths.find(source(1, 0)), FollowedPaths::none);
    EXPECT_EQ(paths.find(source(1, test::eth1)), path);
    EXPECT_EQ(paths[path].source.if_index, test::eth1);
    EXPECT_TRUE(paths[path].is_given) << "all else stays";
}

TEST_F(FollowedPathsTest, table_has_room_for_a_bounded_number_of_paths) {
    for (std::uint32_t n = 0; n < limits::watch_paths_max; ++n) {
        ASSERT_NE(paths.add(source(n)), FollowedPaths::none);
    }
    EXPECT_EQ(paths.add(source(limits::watch_paths_max)), FollowedPaths::none);
    EXPECT_EQ(paths.end(), limits::watch_paths_max);
    paths.remove(77);
    EXPECT_EQ(paths.add(source(limits::watch_paths_max)), 77);
    EXPECT_EQ(paths.find(source(limits::watch_paths_max)), 77);
}

TEST_F(FollowedPathsTest, paths_with_one_primary_are_of_one_host) {
    const std::uint16_t first = add(1, 100);
    const std::uint16_t stranger = add(2, 200);
    const std::uint16_t second = add(3, 100);
    EXPECT_EQ(paths.host_of(first), paths.host_of(second));
    EXPECT_NE(paths.host_of(first), paths.host_of(stranger));
    EXPECT_EQ(others(first), std::vector{second});
    EXPECT_TRUE(others(stranger).empty());
    const std::uint16_t candidate = paths.add(source(4));
    EXPECT_EQ(paths.host_of(candidate), HostRosters::none);
    EXPECT_TRUE(others(candidate).empty()) << "no answer has told its host";
}

TEST_F(FollowedPathsTest, hosts_that_were_joined_share_their_paths) {
    const std::uint16_t first = add(1, 100);
    const std::uint16_t second = add(2, 200);
    hosts.join(paths[first].host, paths[second].host);
    EXPECT_EQ(others(first), std::vector{second});
    EXPECT_EQ(others(second), std::vector{first});
}

TEST_F(FollowedPathsTest, leader_is_a_path_that_answers_and_then_one_that_is_in_step) {
    const std::uint16_t first = add(1, 100);
    const std::uint16_t second = add(2, 100);
    EXPECT_EQ(paths.leader_of(first), first);
    EXPECT_EQ(paths.leader_of(second), first) << "the first of equals";
    paths[second].is_in_step = true;
    EXPECT_EQ(paths.leader_of(first), second);
    paths[second].tries = 2;
    EXPECT_EQ(paths.leader_of(second), first) << "no answer has come for a while";
    paths[first].tries = 2;
    EXPECT_EQ(paths.leader_of(first), second);
    const std::uint16_t alone = add(3, 300);
    EXPECT_EQ(paths.leader_of(alone), alone);
}

TEST_F(FollowedPathsTest, further_candidate_takes_the_place_of_the_one_that_was_asked_most) {
    add(1'000, 100);
    const std::uint16_t given = paths.add(source(1'001));
    paths[given].is_given = true;
    paths[given].tries = 200;
    for (std::uint32_t n = 0; n < limits::watch_candidates_max; ++n) {
        EXPECT_EQ(paths.surplus_candidate(), FollowedPaths::none) << n;
        (void)paths.add(source(n));
    }
    const std::uint16_t asked = paths.find(source(42));
    paths[asked].tries = 3;
    EXPECT_EQ(paths.surplus_candidate(), asked);
    EXPECT_TRUE(paths.confirm(asked));
    EXPECT_EQ(paths.surplus_candidate(), FollowedPaths::none) << "a host is there";
}

// --- One path ---

TEST(FollowedPath, has_news_when_its_host_announces_another_state) {
    FollowedPath path;
    EXPECT_TRUE(path.has_news()) << "nothing is known";
    path.known = {id_of(1), 5, true};
    path.is_in_step = true;
    EXPECT_FALSE(path.has_news()) << "nothing was announced";
    path.announced = path.known;
    EXPECT_FALSE(path.has_news());
    path.announced = {id_of(1), 6, true};
    EXPECT_TRUE(path.has_news());
    path.announced = {id_of(1), 4, true};
    EXPECT_FALSE(path.has_news()) << "it comes late";
    path.announced = {id_of(1), 5, false};
    EXPECT_TRUE(path.has_news());
    path.announced = {id_of(2), 1, true};
    EXPECT_TRUE(path.has_news()) << "revisions of two primaries cannot be compared";
    path.announced = path.known;
    path.needs_refresh = true;
    EXPECT_TRUE(path.has_news());
}

TEST(WatchTimes, comparisons_in_vain_become_rare) {
    EXPECT_EQ(WatchTimes::comparison_gap_us(0), 5'000U);
    EXPECT_EQ(WatchTimes::comparison_gap_us(1), 10'000U);
    EXPECT_EQ(WatchTimes::comparison_gap_us(4), 80'000U);
    EXPECT_EQ(WatchTimes::comparison_gap_us(255), 80'000U);
}

TEST(WatchTimes, silent_host_is_asked_more_often_than_it_is_checked) {
    const WatchTimes times(limits::lost_after_ms_default);
    EXPECT_EQ(times.check_us(), 1'800'000U);
    EXPECT_EQ(times.repeat_us(0), 20'000U);
    EXPECT_EQ(times.repeat_us(1), 40'000U);
    EXPECT_EQ(times.repeat_us(10), 250'000U);
    EXPECT_EQ(times.repeat_us(255), 250'000U);
    const WatchTimes shortest(limits::lost_after_ms_min);
    EXPECT_EQ(shortest.check_us(), 500'000U);
    EXPECT_EQ(shortest.repeat_us(0), 20'000U);
    EXPECT_EQ(shortest.repeat_us(9), 25'000U) << "twenty times before the host counts as gone";
    const WatchTimes longest(limits::lost_after_ms_max);
    EXPECT_EQ(longest.repeat_us(9), 5'120'000U);
    EXPECT_EQ(longest.closed_us(), 3'500'000U);
    EXPECT_EQ(shortest.closed_us(), 1'000'000U);
}

TEST(WatchTimes, unknown_address_has_more_than_a_second_to_answer) {
    TimeUs asked_us = 0;
    for (std::uint8_t tries = 0; tries < WatchTimes::candidate_tries; ++tries) {
        asked_us += WatchTimes::backoff_us(tries);
    }
    EXPECT_EQ(asked_us, WatchTimes::candidate_us);
    EXPECT_GT(asked_us, 1'000'000U);
}

TEST_F(FollowedPathsTest, group_has_as_many_confirmed_paths_as_there_is_room_left) {
    std::size_t confirmed = 0;
    std::uint16_t last = FollowedPaths::none;
    for (std::uint32_t number = 0; number < limits::watch_paths_max / 2 + 10; ++number) {
        const std::uint16_t path = paths.add(source(number));
        if (!paths.confirm(path)) continue;
        ++confirmed;
        last = path;
    }
    EXPECT_EQ(confirmed, limits::watch_paths_max / 2);
    const std::uint16_t refused = paths.find(source(limits::watch_paths_max / 2 + 1));
    EXPECT_FALSE(paths[refused].is_confirmed);
    AnswerSource of_another_group = source(1, test::eth1);
    of_another_group.group = 7;
    EXPECT_TRUE(paths.confirm(paths.add(of_another_group)));
    EXPECT_TRUE(paths.confirm(last)) << "it is confirmed already";
    paths.remove(last);
    EXPECT_TRUE(paths.confirm(refused));
}

}  // namespace
}  // namespace mpdisc::core
