// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "cli/text_buffer.h"

/// The escaping of all output except JSON. `printf '%b'` reverses it.
///
/// `\` becomes `\\`; newline, tab and carriage return become `\n`, `\t` and `\r`. Each byte of any
/// other unsafe character (cli/code_point.h), and each byte that is not UTF-8, becomes `\0ooo` in
/// octal. All other characters stay as they are.
namespace mpdisc::cli {

/// The two-character escape of `value`; empty if it has none.
[[nodiscard]] std::string_view short_escape(char32_t value);

void append_escaped(TextBuffer& out, std::string_view text);
/// The same, and a space becomes `\0040`: for lists whose items are separated by spaces.
void append_escaped_word(TextBuffer& out, std::string_view text);
/// `'text'`, escaped: how messages quote input.
void append_cited(TextBuffer& out, std::string_view text);

/// The size in bytes of the escape at the start of an escaped text; 1 if no escape is there.
[[nodiscard]] constexpr std::size_t escape_size(std::string_view escaped) {
    if (escaped.size() < 2 || escaped[0] != '\\') return 1;
    return escaped[1] == '0' ? 5 : 2;
}

}  // namespace mpdisc::cli
