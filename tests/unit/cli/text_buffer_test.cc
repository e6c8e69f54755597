// SPDX-License-Identifier: MIT
#include "cli/text_buffer.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/scarce_memory.h"

namespace mpdisc::cli {
namespace {

TEST(TextBuffer, Grows) {
    TextBuffer buffer;
    EXPECT_EQ(buffer.view(), "");
    std::string expected;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        buffer.append("<").append_number(i).append_repeated('=', i % 3);
        expected += "<" + std::to_string(i) + std::string(i % 3, '=');
    }
    EXPECT_TRUE(buffer.ok());
    EXPECT_EQ(buffer.view(), expected);
    buffer.clear();
    buffer.append_number(UINT64_MAX).append_number(0);
    EXPECT_EQ(buffer.view(), "184467440737095516150");
}

TEST(TextBuffer, IsEmptyFromAFailureUntilItIsCleared) {
    TextBuffer buffer;
    buffer.append("whole");
    buffer.fail();
    buffer.append("not taken").append_number(1).append_repeated('x', 3);
    EXPECT_FALSE(buffer.ok());
    EXPECT_EQ(buffer.view(), "");
    buffer.clear();
    EXPECT_TRUE(buffer.ok());
    EXPECT_EQ(buffer.view(), "");
}

TEST(TextBuffer, ShowsNoPartOfATextIfMemoryRunsOut) {
    TextBuffer buffer;
    buffer.append("a part");
    {
        const test::ScarceMemory scarce(0);
        buffer.append_repeated('x', 1000);
        EXPECT_TRUE(scarce.has_denied());
    }
    EXPECT_FALSE(buffer.ok());
    EXPECT_EQ(buffer.view(), "");
}

}  // namespace
}  // namespace mpdisc::cli
