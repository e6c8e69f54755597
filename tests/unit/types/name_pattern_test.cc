// SPDX-License-Identifier: MIT
#include "mpdisc/name_pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace mpdisc::test {
namespace {

std::string plain(std::string_view pattern) {
    std::array<char, limits::name_pattern_max> room;
    return std::string(plain_name(pattern, room));
}

TEST(NamePattern, text_without_wildcards_matches_itself_alone) {
    EXPECT_TRUE(matches_name_pattern("Printer", "Printer"));
    EXPECT_FALSE(matches_name_pattern("Printer", "Printer 2"));
    EXPECT_FALSE(matches_name_pattern("Printer", "Print"));
    EXPECT_FALSE(matches_name_pattern("rinter", "Printer"));
}

TEST(NamePattern, only_the_case_of_ascii_letters_makes_no_difference) {
    EXPECT_TRUE(matches_name_pattern("pRINT*", "Printer"));
    EXPECT_TRUE(matches_name_pattern("*[x]", "Printer [X]"));
    EXPECT_FALSE(matches_name_pattern("é*", "Étage"));
}

TEST(NamePattern, a_star_stands_for_any_text) {
    for (const char* const pattern : {"*", "Print*", "*ter", "P*r", "*int*", "***", "Printer*"}) {
        EXPECT_TRUE(matches_name_pattern(pattern, "Printer")) << pattern;
    }
    EXPECT_TRUE(matches_name_pattern("*a*b*c", "abcabbc"));
    EXPECT_TRUE(matches_name_pattern("*aab", "aaaab"));
    EXPECT_FALSE(matches_name_pattern("*aab", "aaaaba"));
    EXPECT_FALSE(matches_name_pattern("a*b*c", "acb"));
}

TEST(NamePattern, a_question_mark_stands_for_one_character) {
    EXPECT_TRUE(matches_name_pattern("Printer ?", "Printer 2"));
    EXPECT_FALSE(matches_name_pattern("Printer ?", "Printer "));
    EXPECT_FALSE(matches_name_pattern("Printer ?", "Printer 12"));
    EXPECT_TRUE(matches_name_pattern("?tage", "étage"));
    EXPECT_FALSE(matches_name_pattern("??tage", "étage"));
    EXPECT_TRUE(matches_name_pattern("*?", "€"));
    EXPECT_FALSE(matches_name_pattern("*??", "€"));
    EXPECT_TRUE(matches_name_pattern("*?x", "😀😀x"));
    EXPECT_FALSE(matches_name_pattern("*?", ""));
}

TEST(NamePattern, a_backslash_takes_the_meaning_of_a_wildcard) {
    EXPECT_TRUE(matches_name_pattern(R"(a\*b)", "a*b"));
    EXPECT_FALSE(matches_name_pattern(R"(a\*b)", "axb"));
    EXPECT_TRUE(matches_name_pattern(R"(\**\?)", "*what?"));
    EXPECT_FALSE(matches_name_pattern(R"(\**\?)", "*what!"));
    EXPECT_TRUE(matches_name_pattern(R"(\\*)", R"(\x)"));
    EXPECT_TRUE(matches_name_pattern(R"(a\b)", R"(a\b)")) << "before other characters it is one";
    EXPECT_TRUE(matches_name_pattern("a\\", "a\\"));
}

TEST(NamePattern, tells_patterns_from_names) {
    for (const char* const pattern : {"*", "a?", R"(\\*)", R"(\*?)"}) {
        EXPECT_TRUE(has_wildcards(pattern)) << pattern;
    }
    for (const char* const pattern : {"", "a", R"(\*\?)", R"(a\b)", "a\\"}) {
        EXPECT_FALSE(has_wildcards(pattern)) << pattern;
    }
    EXPECT_EQ(plain(R"(a\*b\?c\\d\e\)"), R"(a*b?c\d\e\)");
    EXPECT_EQ(plain(R"(\\*)").front(), '\\');
}

TEST(NamePattern, refuses_what_can_be_no_name) {
    EXPECT_EQ(check_name_pattern(""), ServiceError::name_empty);
    EXPECT_EQ(check_name_pattern("a\n*"), ServiceError::name_not_text);
    EXPECT_EQ(check_name_pattern("\xff*"), ServiceError::name_not_text);
    const std::string longest(limits::instance_name_max, 'n');
    EXPECT_EQ(check_name_pattern(longest), ServiceError::none);
    EXPECT_EQ(check_name_pattern(longest + "n"), ServiceError::name_too_long);
    std::string escaped;
    for (std::size_t n = 0; n < limits::instance_name_max; ++n) escaped += "\\*";
    EXPECT_EQ(check_name_pattern(escaped), ServiceError::none);
    EXPECT_EQ(check_name_pattern(escaped + "\\*"), ServiceError::name_too_long);
    const std::string wildcards(limits::name_pattern_max, '*');
    EXPECT_EQ(check_name_pattern(wildcards), ServiceError::none);
    EXPECT_EQ(check_name_pattern(wildcards + "*"), ServiceError::name_too_long);
}

/// Patterns that take a naive matcher longer than the age of the universe.
TEST(NamePattern, hostile_patterns_take_no_time) {
    const std::string name(limits::instance_name_max, 'a');
    std::string pattern;
    while (pattern.size() + 3 <= limits::name_pattern_max) pattern += "a*";
    EXPECT_FALSE(matches_name_pattern(pattern + "b", name));
    pattern.clear();
    while (pattern.size() + 3 <= limits::name_pattern_max) pattern += "*?";
    EXPECT_FALSE(matches_name_pattern(pattern + "b", name));
    EXPECT_FALSE(matches_name_pattern(std::string(limits::name_pattern_max - 1, '*') + "b", name));
}

/// The definition itself, for short texts.
bool matches_slowly(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern[0] == '*') {
        return matches_slowly(pattern.substr(1), name) ||
               (!name.empty() && matches_slowly(pattern, name.substr(1)));
    }
    if (name.empty() || (pattern[0] != '?' && pattern[0] != name[0])) return false;
    return matches_slowly(pattern.substr(1), name.substr(1));
}

TEST(NamePattern, agrees_with_the_definition_for_all_short_texts) {
    const auto text = [](std::size_t number, std::string_view letters, std::size_t size) {
        std::string out;
        for (std::size_t n = 0; n < size; ++n, number /= letters.size()) {
            out += letters[number % letters.size()];
        }
        return out;
    };
    for (std::size_t p = 0; p < 4 * 4 * 4 * 4 * 4; ++p) {
        const std::string pattern = text(p, "ab*?", 5);
        for (std::size_t n = 0; n < 64; ++n) {
            const std::string name = text(n, "ab", n % 7);
            ASSERT_EQ(matches_name_pattern(pattern, name), matches_slowly(pattern, name))
                << pattern << " " << name;
        }
    }
}

}  // namespace
}  // namespace mpdisc::test
