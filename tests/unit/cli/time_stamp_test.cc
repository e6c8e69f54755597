// SPDX-License-Identifier: MIT
#include "cli/time_stamp.h"

#include <gtest/gtest.h>

#include <ctime>

namespace mpdisc::cli {
namespace {

TEST(TimeStamp, IsUtcWithMilliseconds) {
    EXPECT_EQ(time_stamp(0).view(), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(time_stamp(1'769'860'800'123).view(), "2026-01-31T12:00:00.123Z");
    EXPECT_EQ(time_stamp(951'782'400'007).view(), "2000-02-29T00:00:00.007Z");
    EXPECT_EQ(time_stamp(4'107'542'399'999).view(), "2100-02-28T23:59:59.999Z");
    EXPECT_EQ(time_stamp(4'107'542'400'000).view(), "2100-03-01T00:00:00.000Z");
}

TEST(TimeStamp, EndsWithTheYear9999) {
    EXPECT_EQ(time_stamp(253'402'300'799'999).view(), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(time_stamp(UINT64_MAX).view(), "9999-12-31T23:59:59.999Z");
}

TEST(TimeStamp, AgreesWithTheSystemOnEveryDay) {
    for (std::time_t day = 0; day < 150 * 366; ++day) {
        const std::time_t seconds = day * 86'400 + day % 86'400;
        const std::tm* const date = std::gmtime(&seconds);
        char text[32];
        ASSERT_NE(std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", date), 0U);
        ASSERT_EQ(time_stamp(static_cast<std::uint64_t>(seconds) * 1000).view(), text);
    }
}

}  // namespace
}  // namespace mpdisc::cli
