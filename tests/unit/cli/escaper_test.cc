// SPDX-License-Identifier: MIT
#include "cli/escaper.h"

#include <algorithm>
#include <set>

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

std::string escaped(Escaper escaper, std::string_view value) {
    TextBuffer out;
    append_escaped_for(out, escaper, value);
    return text_of(out);
}

TEST(Escaper, IsKnownByItsName) {
    TextBuffer names;
    append_escaper_names(names);
    EXPECT_EQ(names.view(), " text json xml csv string sh dns host word id");
    Escaper escaper = Escaper::text;
    EXPECT_TRUE(parse_escaper("text", escaper));
    EXPECT_EQ(escaper, Escaper::text);
    EXPECT_TRUE(parse_escaper("id", escaper));
    EXPECT_EQ(escaper, Escaper::id);
    for (const char* name : {"", "JSON", "json ", "html"}) {
        EXPECT_FALSE(parse_escaper(name, escaper)) << name;
        EXPECT_EQ(escaper, Escaper::id);
    }
}

TEST(Escaper, WritesEachLanguage) {
    constexpr std::string_view value = "a\"b'c\\d<e>&f \xc3\xa4\n";
    EXPECT_EQ(escaped(Escaper::text, value), "a\"b'c\\\\d<e>&f \xc3\xa4\\n");
    EXPECT_EQ(escaped(Escaper::json, value), "\"a\\\"b'c\\\\d<e>&f \xc3\xa4\\n\"");
    EXPECT_EQ(escaped(Escaper::xml, value),
              "a&quot;b&apos;c\\d&lt;e&gt;&amp;f \xc3\xa4\xef\xbf\xbd");
    EXPECT_EQ(escaped(Escaper::csv, value), "\"a\"\"b'c\\d<e>&f \xc3\xa4\xef\xbf\xbd\"");
    EXPECT_EQ(escaped(Escaper::string, value), "\"a\\\"b'c\\\\d<e>&f \xc3\xa4\xef\xbf\xbd\"");
    EXPECT_EQ(escaped(Escaper::sh, value), "'a\"b'\\''c\\\\d<e>&f \xc3\xa4\\n'");
    EXPECT_EQ(escaped(Escaper::dns, value),
              "a\\034b\\039c\\092d\\060e\\062\\038f\\032\\195\\164\\010");
    EXPECT_EQ(escaped(Escaper::host, value), "a-b-c-d-e--f---x");
    EXPECT_EQ(escaped(Escaper::word, value), "a_b_c_d_e__f____");
    EXPECT_EQ(escaped(Escaper::id, value), "a_22b_27c_5Cd_3Ce_3E_26f_20_C3_A4_0A");
}

TEST(Escaper, KeepsWhatEachTargetAllows) {
    EXPECT_EQ(escaped(Escaper::dns, "a-b_c.d"), "a-b_c\\046d");
    EXPECT_EQ(escaped(Escaper::host, "a-b_c.d"), "a-b-c-d");
    EXPECT_EQ(escaped(Escaper::word, "a-b_c.d"), "a_b_c_d");
    EXPECT_EQ(escaped(Escaper::id, "a-b_c.d"), "a_2Db_5Fc_2Ed");
}

TEST(Escaper, NeverGivesAnEmptyName) {
    EXPECT_EQ(escaped(Escaper::host, ""), "x");
    EXPECT_EQ(escaped(Escaper::host, "-a-"), "xax");
    EXPECT_EQ(escaped(Escaper::host, "-"), "x");
    EXPECT_EQ(escaped(Escaper::word, ""), "_");
    EXPECT_EQ(escaped(Escaper::id, ""), "_");
    EXPECT_EQ(escaped(Escaper::dns, ""), "") << "a string may be empty";
}

TEST(Escaper, MakesNoFormulaForASpreadsheet) {
    for (const char first : {'=', '+', '-', '@'}) {
        const std::string value = std::string(1, first) + "1";
        EXPECT_EQ(escaped(Escaper::csv, value), "\"'" + value + "\"");
    }
    EXPECT_EQ(escaped(Escaper::csv, "1-1"), "\"1-1\"");
}

TEST(Escaper, KeepsEachValueOnItsLine) {
    for (int i = 0; i <= static_cast<int>(Escaper::id); ++i) {
        for (const std::string& value : hostile_values) {
            const std::string text = escaped(static_cast<Escaper>(i), value);
            EXPECT_TRUE(std::none_of(text.begin(), text.end(),
                                     [](char c) {
                                         const auto byte = static_cast<unsigned char>(c);
                                         return byte < ' ' || byte == 0x7f;
                                     }))
                << i << ": " << text;
        }
    }
}

TEST(Escaper, KeepsDifferentIdsApart) {
    std::set<std::string> ids;
    for (const std::string& value : hostile_values) ids.insert(escaped(Escaper::id, value));
    EXPECT_EQ(ids.size(), hostile_values.size());
}

}  // namespace
}  // namespace mpdisc::cli
