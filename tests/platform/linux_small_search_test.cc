// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstddef>

// The function under a name of its own, because this program has one already.
#define memchr small_memchr
#include "platform/linux/small_search.cc"
#undef memchr

namespace {

TEST(SmallSearch, finds_the_first_place) {
    const char text[] =
        "a\xE9"
        "b\xE9";
    EXPECT_EQ(small_memchr(text, 'a', 4), text);
    EXPECT_EQ(small_memchr(text, 0xE9, 4), text + 1);
    EXPECT_EQ(small_memchr(text, 'b', 3), text + 2);
    EXPECT_EQ(small_memchr(text, '\0', sizeof text), text + 4);
}

TEST(SmallSearch, finds_nothing_beyond_the_end) {
    const char text[] = "ab";
    EXPECT_EQ(small_memchr(text, 'b', 1), nullptr);
    EXPECT_EQ(small_memchr(text, 'a', 0), nullptr);
    EXPECT_EQ(small_memchr(text, 'c', 2), nullptr);
}

}  // namespace
