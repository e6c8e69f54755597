// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace mpdisc::cli {

struct CodePoint {
    char32_t value = 0;
    /// Bytes it takes; 1 for a byte that is not UTF-8.
    std::size_t size = 1;
    bool is_valid = false;
};

/// The first code point of `text`, which must not be empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// A terminal or a reader acts on it, or shows nothing in its place, so that a text does not look
/// like what it is: control characters, line and paragraph separators, bidirectional controls,
/// annotation marks, all that Unicode calls default ignorable, and non-characters.
[[nodiscard]] bool is_unsafe(char32_t value);

}  // namespace mpdisc::cli
