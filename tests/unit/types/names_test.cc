// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "mpdisc/counters.h"
#include "mpdisc/open_error.h"
#include "mpdisc/types.h"

namespace mpdisc {
namespace {

TEST(Names, exist_for_roles) {
    EXPECT_STREQ(to_text(Role::none), "none");
    EXPECT_STREQ(to_text(Role::primary), "primary");
    EXPECT_STREQ(to_text(Role::secondary), "secondary");
}

TEST(Names, of_provider_ids_are_hexadecimal) {
    EXPECT_EQ(to_text(ProviderId{}).view(), "00000000000000000000000000000000");
    const ProviderId id{{0x00, 0x01, 0x0F, 0x10, 0x7F, 0x80, 0x9A, 0xAB, 0xCD, 0xEF, 0xF0, 0xFE,
                         0xFF, 0x12, 0x34, 0x56}};
    EXPECT_EQ(to_text(id).view(), "00010f107f809aabcdeff0feff123456");
}

TEST(Names, of_open_errors_are_distinct) {
    std::set<std::string> texts;
    for (int i = 0; i <= static_cast<int>(OpenError::bad_option); ++i) {
        const std::string text = to_text(static_cast<OpenError>(i));
        EXPECT_NE(text, "unknown error");
        EXPECT_NE(text.back(), '.') << text;
        EXPECT_TRUE(texts.insert(text).second) << text;
    }
    EXPECT_STREQ(to_text(static_cast<OpenError>(200)), "unknown error");
}

TEST(Names, of_counters_are_distinct) {
    EXPECT_STREQ(to_text(Counter::requests), "requests");
    EXPECT_STREQ(to_text(Counter::events_lost), "events-lost");
    EXPECT_STREQ(to_text(Counter::drop_off_link), "drop-off-link");
    EXPECT_STREQ(to_text(Counter::last), "drop-replayed");
    std::set<std::string> texts;
    for (std::size_t i = 0; i < counter_count; ++i) {
        const std::string text = to_text(static_cast<Counter>(i));
        EXPECT_NE(text, "unknown");
        EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string::npos) << text;
        EXPECT_TRUE(texts.insert(text).second) << text;
    }
}

TEST(Counters, count_independently) {
    Counters counters;
    counters.add(Counter::requests);
    counters.add(Counter::requests, 4);
    counters.set(Counter::last, UINT64_MAX);
    counters.add(Counter::last);
    EXPECT_EQ(counters[Counter::requests], 5U);
    EXPECT_EQ(counters[Counter::answers], 0U);
    EXPECT_EQ(counters[Counter::last], 0U);
}

}  // namespace
}  // namespace mpdisc
