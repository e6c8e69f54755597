// SPDX-License-Identifier: MIT
#include "tests/fuzz/escaper_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "cli/escaper.h"
#include "mpdisc/text.h"
#include "tests/fuzz/text_checks.h"

namespace mpdisc::fuzz {
namespace {

using cli::Escaper;

std::string escaped(Escaper escaper, std::string_view value) {
    cli::TextBuffer out;
    cli::append_escaped_for(out, escaper, value);
    EXPECT_TRUE(out.ok());
    EXPECT_TRUE(is_safe(out.view())) << out.view();
    return std::string(out.view());
}

/// The text between quotes that only pairs of `escape` and a character may contain; "?" if it is
/// none. `escape` is a backslash, or the quote itself.
std::string unquoted(std::string_view text, char quote, char escape) {
    if (text.size() < 2 || text.front() != quote || text.back() != quote) return "?";
    text = text.substr(1, text.size() - 2);
    std::string out;
    while (!text.empty()) {
        const bool is_pair = text.front() == escape;
        if (text.front() == quote && !is_pair) return "?";
        if (is_pair && (text.size() < 2 || (text[1] != quote && text[1] != escape))) return "?";
        out += text[is_pair ? 1 : 0];
        text.remove_prefix(is_pair ? 2 : 1);
    }
    return out;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Without entities, no character of XML's syntax is left.
std::string without_entities(std::string text) {
    EXPECT_EQ(text.find_first_of("<>\"'"), std::string::npos) << text;
    for (const auto& [entity, character] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}}) {
        text = replace_all(text, entity, character);
    }
    EXPECT_EQ(replace_all(text, "&amp;", "").find('&'), std::string::npos) << text;
    return replace_all(text, "&amp;", "&");
}

/// Reverses `\DDD` of a zone file.
std::string from_dns(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const bool is_escape = text.front() == '\\';
        out += is_escape ? static_cast<char>(std::atoi(std::string(text.substr(1, 3)).c_str()))
                         : text.front();
        text.remove_prefix(is_escape ? 4 : 1);
    }
    return out;
}

void check_plain(Escaper escaper, std::string_view value, std::string_view kept) {
    const std::string text = escaped(escaper, value);
    EXPECT_FALSE(text.empty() && escaper != Escaper::dns);
    EXPECT_TRUE(std::ranges::all_of(text, [&](char c) {
        const char lower = to_lower(c);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
               kept.find(c) != std::string_view::npos;
    })) << text;
}

}  // namespace

void check_escapers(std::string_view value) {
    // What the targets cannot have is U+FFFD in all three of them.
    const std::string shown = without_entities(escaped(Escaper::xml, value));
    EXPECT_EQ(unquoted(escaped(Escaper::string, value), '"', '\\'), shown);
    const std::string cell = unquoted(escaped(Escaper::csv, value), '"', '"');
    EXPECT_EQ(cell.starts_with('\'') && !shown.starts_with('\'') ? cell.substr(1) : cell, shown);
    if (!cell.empty()) {
        EXPECT_EQ(std::string_view("=+-@").find(cell.front()), std::string_view::npos)
            << "a spreadsheet takes it for a formula: " << cell;
    }
    check_plain(Escaper::dns, value, "-_\\");
    EXPECT_EQ(from_dns(escaped(Escaper::dns, value)), value);
    check_plain(Escaper::host, value, "-");
    const std::string label = escaped(Escaper::host, value);
    EXPECT_TRUE(label.front() != '-' && label.back() != '-') << label;
    check_plain(Escaper::word, value, "_");
    check_plain(Escaper::id, value, "_");
    // A shell takes each quote for one of a pair, and '\'' for a quote.
    const std::string word = escaped(Escaper::sh, value);
    ASSERT_GE(word.size(), 2U);
    const std::string inner = replace_all(word.substr(1, word.size() - 2), "'\\''", "");
    EXPECT_EQ(inner.find('\''), std::string::npos) << word;
}

}  // namespace mpdisc::fuzz
