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

/// What a terminal or a reader would not show but act on: C0, DEL, C1, the line and paragraph
/// separators, and the bidirectional controls, which make a line read other than it is.
[[nodiscard]] bool is_unsafe(char32_t value);

/// Columns that well-formed text takes, were every code point one column wide.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

}  // namespace mpdisc::cli
