// SPDX-License-Identifier: MIT
#include "cli/escape.h"

#include "cli/code_point.h"
#include "tests/unit/cli/sample.h"
#include "tests/unit/cli/unsafe_code_points.h"

namespace mpdisc::cli {
namespace {

struct Case {
    std::string_view raw;
    std::string_view escaped;
};

constexpr Case cases[] = {
    {"", ""},
    {"plain text, 'quotes' \"too\"", "plain text, 'quotes' \"too\""},
    {"a\\b", "a\\\\b"},
    {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
    {"\x1b[0m", "\\0033[0m"},
    {"\x01\x1f\x7f", "\\0001\\0037\\0177"},
    {std::string_view("\0", 1), "\\0000"},
    {"\xc2\x80\xc2\x9f\xc2\xa0", "\\0302\\0200\\0302\\0237\xc2\xa0"},
    {"\xe2\x80\xa8\xe2\x80\xa9", "\\0342\\0200\\0250\\0342\\0200\\0251"},
    {"\xe2\x80\x8d\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\x90",
     "\\0342\\0200\\0215\\0342\\0200\\0216\\0342\\0200\\0217\xe2\x80\x90"},
    {"\xe2\x80\xaa\xe2\x80\xae\xe2\x80\xaf", "\\0342\\0200\\0252\\0342\\0200\\0256\xe2\x80\xaf"},
    {"\xe2\x81\x9f\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xb0",
     "\xe2\x81\x9f\\0342\\0201\\0246\\0342\\0201\\0251\xe2\x81\xb0"},
    // Invisible: zero-width space, soft hyphen, byte order mark, a tag, a variation selector.
    {"a\xe2\x80\x8b"
     "b",
     "a\\0342\\0200\\0213b"},
    {"a\xc2\xad"
     "b",
     "a\\0302\\0255b"},
    {"a\xef\xbb\xbf"
     "b",
     "a\\0357\\0273\\0277b"},
    {"a\xf3\xa0\x81\x81"
     "b",
     "a\\0363\\0240\\0201\\0201b"},
    {"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4\\0357\\0270\\0217"},
    {"\xd8\x9c", "\\0330\\0234"},
    {"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"},
    // Not UTF-8: a lone continuation byte, a cut sequence, an overlong slash, a surrogate.
    {"\x80", "\\0200"},
    {"\xe2\x82", "\\0342\\0202"},
    {"\xc3(", "\\0303("},
    {"\xc0\xaf", "\\0300\\0257"},
    {"\xed\xa0\x80", "\\0355\\0240\\0200"},
    {"\xff\xfe", "\\0377\\0376"},
};

TEST(Escape, FollowsTheRule) {
    for (const Case& c : cases) {
        TextBuffer out;
        append_escaped(out, c.raw);
        EXPECT_EQ(out.view(), c.escaped);
    }
}

TEST(Escape, EscapesSpacesInWordsOnly) {
    TextBuffer out;
    append_escaped_word(out, "a b\xc2\xa0\n");
    EXPECT_EQ(out.view(), "a\\0040b\xc2\xa0\\n");
}

TEST(Escape, QuotesInput) {
    TextBuffer out;
    append_cited(out, "a\nb");
    EXPECT_EQ(out.view(), "'a\\nb'");
}

TEST(Escape, IsReversedByPrintf) {
    for (const std::string& value : hostile_values) {
        TextBuffer out;
        append_escaped(out, value);
        const std::string script = "IFS= read -r line\nprintf '%b' \"$line\"\n";
        EXPECT_EQ(run_shell(script, text_of(out) + "\n"), value);
    }
}

TEST(Escape, KnowsExactlyTheInvisibleCodePointsOfUnicode) {
    const std::vector<CodePointRange> ranges = unsafe_ranges_of_unicode();
    if (ranges.empty()) GTEST_SKIP() << "there is no Perl";
    auto range = ranges.begin();
    for (char32_t value = 0; value <= 0x10ffff; ++value) {
        while (range != ranges.end() && range->second < value) ++range;
        const bool is_listed = range != ranges.end() && range->first <= value;
        ASSERT_EQ(is_unsafe(value), is_listed) << std::hex << static_cast<unsigned>(value);
    }
}

TEST(Escape, KnowsSampleInvisibleCodePoints) {
    for (const char32_t value :
         {0x00,    0x1f,    0x7f,    0x9f,    0xad,    0x34f,   0x61c,   0x115f, 0x1160, 0x180e,
          0x200b,  0x200c,  0x200d,  0x2028,  0x2029,  0x202e,  0x2060,  0x2064, 0x2066, 0x3164,
          0xfdd0,  0xfdef,  0xfe00,  0xfe0f,  0xfeff,  0xffa0,  0xfff9,  0xfffb, 0xfffe, 0xffff,
          0x1fffe, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0x10ffff}) {
        EXPECT_TRUE(is_unsafe(value)) << std::hex << static_cast<unsigned>(value);
    }
    for (const char32_t value :
         {0x20, 0x7e, 0xa0, 0xac, 0xae, 0x301, 0x200a, 0x2010, 0x3000, 0xd7a3, 0xfdcf, 0xfdf0,
          0xfe10, 0xfffc, 0xfffd, 0x1f600, 0xe1000}) {
        EXPECT_FALSE(is_unsafe(value)) << std::hex << static_cast<unsigned>(value);
    }
}

}  // namespace
}  // namespace mpdisc::cli
