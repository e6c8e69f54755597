// SPDX-License-Identifier: MIT
#include "cli/number.h"

#include <gtest/gtest.h>

#include "cli/duration.h"

namespace mpdisc::cli {
namespace {

TEST(Number, ReadsDigitsUpToTheLimit) {
    std::uint64_t value = 7;
    EXPECT_TRUE(parse_unsigned("0", 0, value));
    EXPECT_EQ(value, 0U);
    EXPECT_TRUE(parse_unsigned("65535", 65535, value));
    EXPECT_EQ(value, 65535U);
    EXPECT_TRUE(parse_unsigned("080", 65535, value));
    EXPECT_EQ(value, 80U);
    EXPECT_TRUE(parse_unsigned("18446744073709551615", UINT64_MAX, value));
    EXPECT_EQ(value, UINT64_MAX);
}

TEST(Number, RefusesOtherText) {
    std::uint64_t value = 7;
    for (const char* text : {"", " 1", "1 ", "+1", "-1", "0x1", "1e3", "1.0", "65536",
                             "99999999999", "18446744073709551616", "\xd9\xa1"}) {
        EXPECT_FALSE(parse_unsigned(text, 65535, value)) << text;
    }
    EXPECT_FALSE(parse_unsigned("18446744073709551616", UINT64_MAX, value));
    EXPECT_FALSE(parse_unsigned("5", 4, value));
    EXPECT_EQ(value, 7U);
}

TEST(Number, ReadsSeconds) {
    const struct {
        const char* text;
        std::uint32_t ms;
    } cases[] = {{"0", 0},    {"2", 2000}, {"0.25", 250}, {"1.0", 1000},     {"0.001", 1},
                 {".5", 500}, {".001", 1}, {"1.5", 1500}, {"3600", 3600000}, {"3600.000", 3600000}};
    for (const auto& c : cases) {
        std::uint32_t ms = 7;
        EXPECT_TRUE(parse_seconds(c.text, 3'600'000, ms)) << c.text;
        EXPECT_EQ(ms, c.ms) << c.text;
    }
}

TEST(Number, RefusesMalformedSeconds) {
    std::uint32_t ms = 7;
    for (const char* text : {"", ".", "5.", ".0001", ".-5", "-1", "+1", "1s", "0.0001", "1..2",
                             "1.2.3", "1,5", "3600.001", "3601", "1e3", "inf", "nan", " 1"}) {
        EXPECT_FALSE(parse_seconds(text, 3'600'000, ms)) << text;
    }
    EXPECT_EQ(ms, 7U);
}

TEST(Duration, ShowsTheTwoLargestUnits) {
    const struct {
        std::uint64_t ms;
        const char* text;
    } cases[] = {{0, "0ms"},
                 {350, "350ms"},
                 {12'999, "12s"},
                 {303'000, "5m03s"},
                 {11'520'000, "3h12m"},
                 {86'399'000, "23h59m"},
                 {352'800'000, "4d02h"}};
    for (const auto& c : cases) {
        TextBuffer out;
        append_duration(out, c.ms);
        EXPECT_EQ(out.view(), c.text);
    }
}

}  // namespace
}  // namespace mpdisc::cli
