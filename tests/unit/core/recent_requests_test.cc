// SPDX-License-Identifier: MIT
#include "core/answers/recent_requests.h"

#include <gtest/gtest.h>

#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

using core::RecentRequests;
using core::RequestPath;

constexpr TimeUs now_us = 1'000'000;

class RequestPathsTest : public testing::Test {
   protected:
    static RequestPath path(std::uint32_t if_index, std::uint32_t client) {
        return {if_index, client, Family::ipv4, false};
    }
    /// An attempt arrives by these paths in that order. Returns the index of the path that is used,
    /// or -1.
    int ask(const std::vector<RequestPath>& came_by, bool has_token = false) {
        const wire::Request made = request(0x1234'5678'90ab'cdef, ++attempt);
        core::RequestPaths& paths = recent.add(now_us, made, has_token).paths;
        int asks = -1;
        for (std::size_t n = 0; n < came_by.size(); ++n) {
            if (!paths.can_add(came_by[n])) continue;
            const bool is_first_try = !paths.has_asked();
            const bool is_passed_over = is_first_try && attempt > 1 &&
                                        recent.has_better_path(now_us, made, has_token, came_by[n]);
            if (is_first_try && !is_passed_over) asks = static_cast<int>(n);
            paths.add(came_by[n], is_passed_over);
        }
        return asks;
    }

    RecentRequests recent;
    std::uint8_t attempt = 0;
};

TEST_F(RequestPathsTest, each_attempt_uses_another_path_while_there_are_untried_ones) {
    const std::vector<RequestPath> all = {path(2, 1), path(3, 1), path(2, 9), path(3, 9)};
    EXPECT_EQ(ask(all), 0);
    EXPECT_EQ(ask(all), 3) << "it differs in both interface and client address";
    EXPECT_EQ(ask(all), 1);
    EXPECT_EQ(ask(all), 2);
    EXPECT_EQ(ask(all), 0) << "all paths have been tried";
    for (int n = 0; n < 20; ++n) {
        for (const int next : {3, 1, 2, 0}) EXPECT_EQ(ask(all), next) << "again, in that order";
    }
}

TEST_F(RequestPathsTest, attempt_by_one_path_hides_no_better_path) {
    EXPECT_EQ(ask({path(2, 1), path(3, 9)}), 0);
    EXPECT_EQ(ask({path(2, 1)}), -1) << "the client asked only the address that it knows";
    EXPECT_EQ(ask({path(2, 1), path(3, 9)}), 1);
}

TEST_F(RequestPathsTest, attempts_with_a_token_wait_for_no_path_of_those_without) {
    const std::vector<RequestPath> all = {path(2, 1), path(3, 9)};
    EXPECT_EQ(ask(all), 0);
    EXPECT_EQ(ask({path(2, 1)}, true), 0);
    EXPECT_EQ(ask(all), 1);
    EXPECT_EQ(ask(all, true), 0) << "no attempt with a token came by the other path yet";
    EXPECT_EQ(ask(all), 0);
    EXPECT_EQ(ask(all, true), 1);
}

TEST_F(RequestPathsTest, lost_path_is_waited_for_twice) {
    EXPECT_EQ(ask({path(2, 1), path(3, 9)}), 0);
    EXPECT_EQ(ask({path(2, 1)}), -1);
    EXPECT_EQ(ask({path(2, 1)}), -1);
    for (int n = 0; n < 20; ++n) EXPECT_EQ(ask({path(2, 1)}), 0);
}

TEST_F(RequestPathsTest, forged_paths_do_not_displace_the_only_real_one) {
    int asked = 0;
    std::uint32_t forged = 100;
    for (int n = 0; n < 40; ++n) {
        if (ask({path(2, 1), path(2, ++forged)}) == 0) ++asked;
    }
    EXPECT_GE(asked, 10);
}

}  // namespace
}  // namespace mpdisc::test
