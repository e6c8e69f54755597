// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace mpdisc::cli {

struct CodePoint {
    char32_t value = 0;
    /// In bytes; 1 for a byte that is not UTF-8.
    std::size_t size = 1;
    bool is_valid = false;
};

/// The first code point of `text`, which must not be empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// True for characters that a terminal obeys or that are invisible, so that text looks different
/// from what it is: control characters, line and paragraph separators, bidirectional controls,
/// annotation marks, Unicode's default ignorable code points, and non-characters.
[[nodiscard]] bool is_unsafe(char32_t value);

}  // namespace mpdisc::cli
