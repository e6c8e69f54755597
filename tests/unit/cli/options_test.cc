// SPDX-License-Identifier: MIT
#include "cli/options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/cli/arguments.h"

namespace mpdisc::cli {
namespace {

constexpr OptionSpec specs[] = {
    {1, 'n', "name\0NAME"},         {2, 'v', "verbose"},           {3, '4', ""},
    {4, '\0', "lease\0SEC"},        {5, 'a', "attr\0KEY[=VALUE]"}, {6, '\0', "attribute-count"},
    {7, '\0', "attribute-size\0N"},
};

/// The items as text: "1=value", "2", "operand value", and at the end "rest a b" or "error
/// message".
std::vector<std::string> parse(const std::vector<std::string>& words) {
    const ArgumentWords arguments(words);
    OptionParser parser(specs, arguments.view());
    std::vector<std::string> out;
    TextBuffer message;
    while (true) {
        const OptionParser::Item item = parser.next(message);
        if (item.kind == OptionParser::Kind::error) {
            out.push_back("error " + std::string(message.view()));
            return out;
        }
        if (item.kind == OptionParser::Kind::end) break;
        if (item.kind == OptionParser::Kind::operand) {
            out.push_back("operand " + std::string(item.value));
        } else if (!item.spec->takes_value()) {
            out.push_back(std::to_string(item.spec->id));
        } else {
            out.push_back(std::to_string(item.spec->id) + "=" + std::string(item.value));
        }
    }
    if (parser.has_rest()) {
        std::string rest = "rest";
        for (const char* word : parser.rest()) rest += std::string(" ") + word;
        out.push_back(rest);
    } else {
        EXPECT_TRUE(parser.rest().empty());
    }
    return out;
}

using Words = std::vector<std::string>;

TEST(Options, ReadsEverySpelling) {
    EXPECT_EQ(parse({}), Words{});
    EXPECT_EQ(parse({"-n", "x"}), Words{"1=x"});
    EXPECT_EQ(parse({"-nx"}), Words{"1=x"});
    EXPECT_EQ(parse({"--name", "x"}), Words{"1=x"});
    EXPECT_EQ(parse({"--name=x=y"}), Words{"1=x=y"});
    EXPECT_EQ(parse({"--name="}), Words{"1="});
    EXPECT_EQ(parse({"--name", ""}), Words{"1="});
    EXPECT_EQ(parse({"-v4n", "x"}), (Words{"2", "3", "1=x"}));
    EXPECT_EQ(parse({"-v4nx"}), (Words{"2", "3", "1=x"}));
    EXPECT_EQ(parse({"-n", "-v"}), Words{"1=-v"});
    EXPECT_EQ(parse({"-n", "--"}), Words{"1=--"});
    EXPECT_EQ(parse({"--lease", "5"}), Words{"4=5"});
}

TEST(Options, MayHaveTheirLongNamesCutShort) {
    EXPECT_EQ(parse({"--n", "x"}), Words{"1=x"});
    EXPECT_EQ(parse({"--nam=x=y"}), Words{"1=x=y"});
    EXPECT_EQ(parse({"--verb", "--le=5"}), (Words{"2", "4=5"}));
    EXPECT_EQ(parse({"--attribute-c"}), Words{"6"});
    EXPECT_EQ(parse({"--attr", "x"}), Words{"5=x"}) << "an exact name, though others begin so";
}

TEST(Options, MayBeMixedWithOperands) {
    EXPECT_EQ(parse({"a", "-v", "b"}), (Words{"operand a", "2", "operand b"}));
    EXPECT_EQ(parse({"-", ""}), (Words{"operand -", "operand "}));
    EXPECT_EQ(parse({"-v", "--", "-v", "--", "c"}), (Words{"2", "rest -v -- c"}));
    EXPECT_EQ(parse({"--"}), Words{"rest"});
}

TEST(Options, ExplainsErrors) {
    const struct {
        Words words;
        const char* error;
    } cases[] = {
        {{"-x"}, "unknown option '-x'"},
        {{"-vx"}, "unknown option '-x'"},
        {{"-\xc3\xa4"}, "unknown option '-\xc3\xa4'"},
        {{"--nam"}, "option '--name' needs a value: NAME"},
        {{"--verb=1"}, "option '--verbose' takes no value"},
        {{"--a"}, "option '--a' is ambiguous: --attr, --attribute-count, --attribute-size"},
        {{"--attribute-=1"},
         "option '--attribute-' is ambiguous: --attribute-count, --attribute-size"},
        {{"--=1"}, "unknown option '--'"},
        {{"--\x1b[31m"}, "unknown option '--\\0033[31m'"},
        {{"--verbose=1"}, "option '--verbose' takes no value"},
        {{"--name"}, "option '--name' needs a value: NAME"},
        {{"-v", "-n"}, "option '--name' needs a value: NAME"},
        {{"--lease"}, "option '--lease' needs a value: SEC"},
    };
    for (const auto& c : cases) {
        const Words items = parse(c.words);
        ASSERT_FALSE(items.empty());
        EXPECT_EQ(items.back(), std::string("error ") + c.error);
    }
}

TEST(Options, SuggestASimilarName) {
    const struct {
        const char* word;
        const char* question;
    } cases[] = {
        {"--names=1", "; did you mean '--name'?"},
        {"--leace", "; did you mean '--lease'?"},
        {"--vebrose", "; did you mean '--verbose'?"},
        {"--vrebsoe", "; did you mean '--verbose'?"},
        {"--verbosity", ""},
        {"--lee", ""},
        {"--nae", "; did you mean '--name'?"},
        {"--ane", ""},
        {"--na\n", ""},
        {"--atr", "; did you mean '--attr'?"},
        {"--x", ""},
        {"--4", ""},
        {"--attributecount", "; did you mean '--attribute-count'?"},
        {"--Lease", "; did you mean '--lease'?"},
        {"--release", "; did you mean '--lease'?"},
    };
    for (const auto& c : cases) {
        const Words items = parse({c.word});
        ASSERT_EQ(items.size(), 1U);
        const std::size_t question = items.front().find(';');
        EXPECT_EQ(question == std::string::npos ? "" : items.front().substr(question), c.question)
            << c.word;
    }
}

TEST(Options, HelpHasALineForEach) {
    TextBuffer help;
    append_option_help(help, specs,
                       "a name\0say more\0IPv4\0a lease\0repeatedly\0how many\0how large");
    EXPECT_EQ(help.view(),
              "  -n, --name NAME            a name\n"
              "  -v, --verbose              say more\n"
              "  -4                         IPv4\n"
              "      --lease SEC            a lease\n"
              "  -a, --attr KEY[=VALUE]     repeatedly\n"
              "      --attribute-count      how many\n"
              "      --attribute-size N     how large\n");
}

TEST(Options, HelpLeavesOutAnOptionWithoutAText) {
    TextBuffer help;
    append_option_help(help, specs, "a name\0\0IPv4\0\0\0\0");
    EXPECT_EQ(help.view(),
              "  -n, --name NAME            a name\n"
              "  -4                         IPv4\n");
}

}  // namespace
}  // namespace mpdisc::cli
