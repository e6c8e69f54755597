// SPDX-License-Identifier: MIT
#include "cli/line_rate.h"

#include <gtest/gtest.h>

namespace mpdisc::cli {
namespace {

constexpr TimeUs second = 1'000'000;

/// The number of lines that the rate allows of so many at one time.
std::uint32_t allowed_of(std::uint32_t lines, LineRate& rate, LogLevel level, TimeUs now_us) {
    std::uint32_t allowed = 0;
    for (std::uint32_t i = 0; i < lines; ++i) allowed += rate.allows(level, now_us) ? 1 : 0;
    return allowed;
}

TEST(LineRate, AllowsAHundredLinesOfALevelInASecond) {
    LineRate rate;
    EXPECT_EQ(allowed_of(300, rate, LogLevel::info, 7 * second), 100U);
    EXPECT_FALSE(rate.allows(LogLevel::info, 8 * second - 1));
}

TEST(LineRate, AllowsAsManyInTheNextSecond) {
    LineRate rate;
    EXPECT_EQ(allowed_of(300, rate, LogLevel::info, 0), 100U);
    EXPECT_EQ(allowed_of(300, rate, LogLevel::info, second), 100U);
    EXPECT_EQ(allowed_of(300, rate, LogLevel::info, 10 * second), 100U);
}

TEST(LineRate, CountsEachLevelByItself) {
    LineRate rate;
    for (const LogLevel level :
         {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
        EXPECT_EQ(allowed_of(101, rate, level, 0), 100U);
    }
}

}  // namespace
}  // namespace mpdisc::cli
