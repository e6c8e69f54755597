// SPDX-License-Identifier: MIT
#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/cli/sample.h"

/// Unicode's own data about the code points that an output must escape.
namespace mpdisc::cli {

using CodePointRange = std::pair<char32_t, char32_t>;

/// Reads Perl's copy of Unicode's tables; empty without Perl. Adds U+FFF9 to U+FFFB, the
/// interlinear annotation characters, which have no property of their own.
inline std::vector<CodePointRange> unsafe_ranges_of_unicode() {
    const std::string script =
        "perl -e 'no warnings; my $first = -1;\n"
        "for my $c (0 .. 0x110000) {\n"
        "  my $is = $c < 0x110000 && ($c < 0xd800 || $c > 0xdfff) && (chr($c) =~\n"
        "    /[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}"
        "\\p{Noncharacter_Code_Point}\\x{fff9}-\\x{fffb}]/);\n"
        "  $first = $c if $is && $first < 0;\n"
        "  next if $is || $first < 0;\n"
        "  print \"$first \", $c - 1, \"\\n\";\n"
        "  $first = -1;\n"
        "}' 2>/dev/null || :\n";
    std::istringstream lines(run_shell(script, ""));
    std::vector<CodePointRange> ranges;
    for (unsigned first = 0, last = 0; lines >> first >> last;) ranges.emplace_back(first, last);
    return ranges;
}

inline std::string utf8(char32_t value) {
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80 | ((value >> shift) & 0x3f));
    };
    if (value < 0x80) return {static_cast<char>(value)};
    if (value < 0x800) return {static_cast<char>(0xc0 | value >> 6), tail(0)};
    if (value < 0x10000) return {static_cast<char>(0xe0 | value >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xf0 | value >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace mpdisc::cli
