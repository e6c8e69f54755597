// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "cli/text_buffer.h"

/// The one escaping rule of everything but JSON; `printf '%b'` undoes it.
///
/// `\` becomes `\\`; newline, tab and carriage return become `\n`, `\t` and `\r`; every byte of
/// another unsafe character (cli/code_point.h), and every byte that is not UTF-8, becomes `\0ooo`
/// in octal. All else stays as it is.
namespace mpdisc::cli {

/// The two characters that stand for this one; empty where it has no such escape.
[[nodiscard]] std::string_view short_escape(char32_t value);

void append_escaped(TextBuffer& out, std::string_view text);

/// How many bytes the escape takes that an escaped text begins with; 1 where it begins with none.
[[nodiscard]] constexpr std::size_t escape_size(std::string_view escaped) {
    if (escaped.size() < 2 || escaped[0] != '\\') return 1;
    return escaped[1] == '0' ? 5 : 2;
}

/// The same, and a space becomes `\0040`: for columns of words with a space between them.
void append_escaped_word(TextBuffer& out, std::string_view text);

/// `'text'`, escaped: how a message cites what somebody gave.
void append_cited(TextBuffer& out, std::string_view text);

}  // namespace mpdisc::cli
