// SPDX-License-Identifier: MIT
#include "cli/cell_width.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "cli/cell_width_table.h"

namespace mpdisc::cli {
namespace {

TEST(CellWidth, MatchesTerminals) {
    EXPECT_EQ(cell_width(U'a'), 1U);
    EXPECT_EQ(cell_width(U'\u00e4'), 1U);
    EXPECT_EQ(cell_width(U'\u0301'), 0U) << "a mark";
    EXPECT_EQ(cell_width(U'\u6253'), 2U) << "an ideograph";
    EXPECT_EQ(cell_width(U'\u30ab'), 2U) << "a kana";
    EXPECT_EQ(cell_width(U'\uff71'), 1U) << "a halfwidth one";
    EXPECT_EQ(cell_width(U'\uff21'), 2U) << "a fullwidth letter";
    EXPECT_EQ(cell_width(U'\uac00'), 2U) << "a syllable";
    EXPECT_EQ(cell_width(U'\u1161'), 0U) << "a vowel that stands on a consonant";
    EXPECT_EQ(cell_width(U'\U0001f600'), 2U) << "an emoji";
    EXPECT_EQ(cell_width(U'\u03b1'), 1U) << "wide in some fonts";
    EXPECT_EQ(cell_width(U'\u2026'), 1U) << "the ellipsis";
    EXPECT_EQ(cell_width(0x10ffff), 1U);
}

TEST(CellWidth, CountsTheCellsOfAText) {
    EXPECT_EQ(count_cells(""), 0U);
    EXPECT_EQ(count_cells("\u6253\u5370\u673a \u4f1a\u8bae\u5ba4"), 13U);
    EXPECT_EQ(count_cells("e\u0301"), 1U);
    EXPECT_EQ(count_cells("\xff"), 1U) << "no UTF-8";
}

TEST(CellWidth, CutsATextAfterTheMarksOfACharacter) {
    EXPECT_EQ(fit_cells("abc", 2), "ab");
    EXPECT_EQ(fit_cells("abc", 3), "abc");
    EXPECT_EQ(fit_cells("abc", 0), "");
    EXPECT_EQ(fit_cells("\u6253\u5370", 3), "\u6253");
    EXPECT_EQ(fit_cells("e\u0301\u0302x", 1), "e\u0301\u0302");
}

/// Skipped if this Python has another version of Unicode than the table.
TEST(CellWidth, MatchesPythonForEachCodePoint) {
    const std::string script =
        "python3 '" MPDISC_SOURCE_DIR "/tests/support/cell_widths.py' --runs 2>/dev/null";
    std::FILE* const runs = popen(script.c_str(), "r");
    ASSERT_NE(runs, nullptr);
    char version[32] = "";
    const bool is_there = std::fscanf(runs, "%31s", version) == 1;
    std::uint32_t point = 0;
    unsigned width = 1;
    bool has_run = false;
    unsigned long first = 0;
    unsigned next_width = 0;
    if (is_there && version == std::string(cell_width_version)) {
        while (std::fscanf(runs, "%lu %u", &first, &next_width) == 2) {
            for (; point < first; ++point) ASSERT_EQ(cell_width(point), width) << point;
            width = next_width;
            has_run = true;
        }
        for (; point < 0x110000; ++point) ASSERT_EQ(cell_width(point), width) << point;
    }
    pclose(runs);
    if (!is_there) GTEST_SKIP() << "no Python";
    if (!has_run) GTEST_SKIP() << "Python has Unicode " << version;
}

}  // namespace
}  // namespace mpdisc::cli
