// SPDX-License-Identifier: MIT
#include "mpdisc/text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace mpdisc {
namespace {

std::string name_text_of(std::string_view text, std::size_t room) {
    std::string out(room, '?');
    out.resize(to_name_text(text, out));
    return out;
}

TEST(NameText, can_be_made_from_any_bytes) {
    EXPECT_EQ(name_text_of("box", 64), "box");
    EXPECT_EQ(name_text_of("", 64), "");
    EXPECT_EQ(name_text_of("b\xC3\xBCro", 64), "b\xC3\xBCro");
    EXPECT_EQ(name_text_of("b\xFCro", 64), "b-ro");
    EXPECT_EQ(name_text_of("a\tb\x7F\xC2\x85"
                           "c",
                           64),
              "a-b--c");
    EXPECT_EQ(name_text_of("\xE2\x82", 64), "--");
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text = {'a', static_cast<char>(byte), 'z'};
        EXPECT_TRUE(is_name_text(name_text_of(text, 64))) << byte;
    }
}

TEST(NameText, is_cut_at_the_end_of_a_code_point) {
    EXPECT_EQ(name_text_of(std::string(64, 'x'), 63), std::string(63, 'x'));
    EXPECT_EQ(name_text_of(std::string(62, 'x') + "\xC3\xBC", 63), std::string(62, 'x'));
    EXPECT_EQ(name_text_of(std::string(61, 'x') + "\xC3\xBC"
                                                  "y",
                           63),
              std::string(61, 'x') + "\xC3\xBC");
}

/// Encodes any number as in RFC 3629, 3, also numbers that UTF-8 does not allow.
std::string encoded(std::uint32_t code_point) {
    const auto tail = [code_point](int shift) {
        return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
    };
    if (code_point < 0x80) return {static_cast<char>(code_point)};
    if (code_point < 0x800) return {static_cast<char>(0xC0 | code_point >> 6), tail(0)};
    if (code_point < 0x1'0000) {
        return {static_cast<char>(0xE0 | code_point >> 12), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | code_point >> 18), tail(12), tail(6), tail(0)};
}

/// The length of the well-formed sequence at the beginning, by the grammar of RFC 3629, 4; or 0.
std::size_t grammar_length(const std::array<std::uint8_t, 4>& b, std::size_t size) {
    const auto in = [&b, size](std::size_t i, unsigned low, unsigned high) {
        return i < size && b[i] >= low && b[i] <= high;
    };
    const auto tail = [&in](std::size_t i) { return in(i, 0x80, 0xBF); };
    if (in(0, 0x00, 0x7F)) return 1;
    if (in(0, 0xC2, 0xDF) && tail(1)) return 2;
    if (in(0, 0xE0, 0xE0) && in(1, 0xA0, 0xBF) && tail(2)) return 3;
    if (in(0, 0xE1, 0xEC) && tail(1) && tail(2)) return 3;
    if (in(0, 0xED, 0xED) && in(1, 0x80, 0x9F) && tail(2)) return 3;
    if (in(0, 0xEE, 0xEF) && tail(1) && tail(2)) return 3;
    if (in(0, 0xF0, 0xF0) && in(1, 0x90, 0xBF) && tail(2) && tail(3)) return 4;
    if (in(0, 0xF1, 0xF3) && tail(1) && tail(2) && tail(3)) return 4;
    if (in(0, 0xF4, 0xF4) && in(1, 0x80, 0x8F) && tail(2) && tail(3)) return 4;
    return 0;
}

bool is_grammatical(std::array<std::uint8_t, 4> bytes, std::size_t size) {
    while (size > 0) {
        const std::size_t length = grammar_length(bytes, size);
        if (length == 0) return false;
        std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(length), bytes.end(), bytes.begin());
        size -= length;
    }
    return true;
}

TEST(Utf8, includes_every_code_point_except_surrogates) {
    for (std::uint32_t code_point = 0; code_point <= 0x1F'FFFF; ++code_point) {
        const bool expected =
            code_point <= 0x10'FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
        ASSERT_EQ(is_utf8(encoded(code_point)), expected) << code_point;
    }
}

TEST(Utf8, agrees_with_the_grammar) {
    constexpr std::array<std::uint8_t, 10> edges{0x00, 0x41, 0x7F, 0x80, 0x8F,
                                                 0x90, 0x9F, 0xA0, 0xBF, 0xC2};
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            for (const std::uint8_t third : edges) {
                for (const std::uint8_t fourth : edges) {
                    const std::array<std::uint8_t, 4> bytes{static_cast<std::uint8_t>(first),
                                                            static_cast<std::uint8_t>(second),
                                                            third, fourth};
                    for (std::size_t size = 0; size <= 4; ++size) {
                        const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                                                    size);
                        ASSERT_EQ(is_utf8(text), is_grammatical(bytes, size))
                            << first << " " << second << " " << +third << " " << +fourth;
                    }
                }
            }
        }
    }
}

TEST(Utf8, excludes_each_kind_of_error_at_each_place) {
    const std::string_view bad[] = {
        "\x80",
        "\xBF",  // continuation without a lead
        "\xC3",
        "\xE2\x82",
        "\xF0\x9F\x98",  // cut short
        "\xC3x",
        "\xE2\x82x",
        "\xF0\x9F\x98x",
        "\xE2x\xAC",
        "\xC3\xC3\xA4",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",  // overlong
        "\xED\xA0\x80",
        "\xED\xBF\xBF",              // surrogates
        "\xED\xA0\xBD\xED\xB8\x80",  // a pair of them (CESU-8)
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",  // above U+10FFFF
        "\xF8\x88\x80\x80\x80",
        "\xFC\x84\x80\x80\x80\x80",  // five and six bytes
        "\xFE",
        "\xFF",
    };
    for (const std::string_view text : bad) {
        for (const std::string before : {"", "a", "\xC3\xA4"}) {
            for (const std::string after : {"", "z", "\xE2\x82\xAC"}) {
                const std::string whole = before + std::string(text) + after;
                EXPECT_FALSE(is_utf8(whole)) << whole;
                EXPECT_FALSE(is_name_text(whole)) << whole;
            }
        }
    }
}

TEST(Utf8, includes_empty_text_and_nul) {
    EXPECT_TRUE(is_utf8({}));
    EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
}

TEST(NameText, excludes_only_control_characters) {
    EXPECT_TRUE(is_name_text({}));
    for (std::uint32_t code_point = 0; code_point <= 0x10'FFFF; ++code_point) {
        const bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
        const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        ASSERT_EQ(is_name_text(encoded(code_point)), !is_control && !is_surrogate) << code_point;
    }
    EXPECT_FALSE(is_name_text("printer\n"));
    EXPECT_FALSE(is_name_text("\x1B[2J"));
    EXPECT_FALSE(
        is_name_text("a\xC2\x9B"
                     "b"));
    EXPECT_TRUE(is_name_text("B\xC3\xBCro, 2. Stock \xF0\x9F\x96\xA8"));
}

TEST(EqualsIgnoringCase, folds_only_ascii_letters) {
    for (unsigned i = 0; i < 256; ++i) {
        for (unsigned k = 0; k < 256; ++k) {
            const char a[] = {static_cast<char>(i)};
            const char b[] = {static_cast<char>(k)};
            const bool both_letters = (i | 0x20) >= 'a' && (i | 0x20) <= 'z' && i < 128;
            const bool expected = i == k || (both_letters && (i ^ k) == 0x20);
            EXPECT_EQ(equals_ignoring_case({a, 1}, {b, 1}), expected) << i << " " << k;
        }
    }
}

TEST(EqualsIgnoringCase, compares_whole_texts) {
    EXPECT_TRUE(equals_ignoring_case({}, ""));
    EXPECT_TRUE(equals_ignoring_case("_HTTP._Tcp", "_http._tcp"));
    EXPECT_FALSE(equals_ignoring_case("http", "https"));
    EXPECT_FALSE(equals_ignoring_case("https", "http"));
    EXPECT_FALSE(equals_ignoring_case("", "a"));
    EXPECT_FALSE(equals_ignoring_case("\xC3\x84", "\xC3\xA4"));
    EXPECT_TRUE(equals_ignoring_case(std::string_view("a\0B", 3), std::string_view("A\0b", 3)));
    EXPECT_FALSE(equals_ignoring_case(std::string_view("a\0B", 3), std::string_view("A\0c", 3)));
}

TEST(Slice, cuts_at_both_ends) {
    static_assert(slice("abc", 0) == "abc");
    EXPECT_EQ(slice("abc", 1), "bc");
    EXPECT_EQ(slice("abc", 1, 1), "b");
    EXPECT_EQ(slice("abc", 2, 5), "c");
    EXPECT_EQ(slice("abc", 0, 0), "");
    EXPECT_EQ(slice("abc", 3), "");
    EXPECT_EQ(slice("abc", 4), "");
    EXPECT_EQ(slice("abc", std::string_view::npos), "");
    EXPECT_EQ(slice({}, 0), "");
}

TEST(NumberText, has_the_digits_of_any_number) {
    EXPECT_EQ(NumberText(0).view(), "0");
    EXPECT_EQ(NumberText(6737).view(), "6737");
    EXPECT_EQ(NumberText(UINT64_MAX).view(), "18446744073709551615");
    EXPECT_EQ(NumberText(0, 16).view(), "0");
    EXPECT_EQ(NumberText(0xfe80, 16).view(), "fe80");
    EXPECT_EQ(NumberText(UINT64_MAX, 16).view(), "ffffffffffffffff");
}

TEST(Text, of_a_list_is_found_by_its_index) {
    constexpr char texts[] = "one\0\0three";
    static_assert(count_texts(texts) == 3);
    EXPECT_STREQ(nth_text(texts, 0), "one");
    EXPECT_STREQ(nth_text(texts, 1), "");
    EXPECT_STREQ(nth_text(texts, 2), "three");
}

}  // namespace
}  // namespace mpdisc
