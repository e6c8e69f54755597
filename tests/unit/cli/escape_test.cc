// SPDX-License-Identifier: MIT
#include "cli/escape.h"

#include "cli/code_point.h"
#include "tests/unit/cli/sample.h"

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
     "\xe2\x80\x8d\\0342\\0200\\0216\\0342\\0200\\0217\xe2\x80\x90"},
    {"\xe2\x80\xaa\xe2\x80\xae\xe2\x80\xaf", "\\0342\\0200\\0252\\0342\\0200\\0256\xe2\x80\xaf"},
    {"\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa",
     "\xe2\x81\xa5\\0342\\0201\\0246\\0342\\0201\\0251\xe2\x81\xaa"},
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

TEST(Escape, CitesInQuotes) {
    TextBuffer out;
    append_cited(out, "a\nb");
    EXPECT_EQ(out.view(), "'a\\nb'");
}

TEST(Escape, IsUndoneByPrintf) {
    for (const std::string& value : hostile_values) {
        TextBuffer out;
        append_escaped(out, value);
        const std::string script = "IFS= read -r line\nprintf '%b' \"$line\"\n";
        EXPECT_EQ(run_shell(script, text_of(out) + "\n"), value);
    }
}

TEST(Escape, EveryUnsafeCodePointIsEscapedAndNoOther) {
    for (char32_t value = 0; value < 0x3000; ++value) {
        const bool is_listed = value < 0x20 || (value >= 0x7f && value <= 0x9f) || value == 0x61c ||
                               value == 0x200e || value == 0x200f ||
                               (value >= 0x2028 && value <= 0x202e) ||
                               (value >= 0x2066 && value <= 0x2069);
        EXPECT_EQ(is_unsafe(value), is_listed) << std::hex << static_cast<unsigned>(value);
    }
}

}  // namespace
}  // namespace mpdisc::cli
