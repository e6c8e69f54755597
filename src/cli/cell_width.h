// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

/// The width of text on a terminal, in cells.
namespace mpdisc::cli {

/// 2 for wide East Asian characters and emoji, 0 for combining marks, 1 for all others. Characters
/// of ambiguous width (wide in some fonts, narrow in others) count as 1.
[[nodiscard]] unsigned cell_width(char32_t code_point);

/// The width of UTF-8 text.
[[nodiscard]] std::size_t count_cells(std::string_view text);

/// The longest prefix of `text` that takes at most `cells`, with all combining marks of its last
/// character.
[[nodiscard]] std::string_view fit_cells(std::string_view text, std::size_t cells);

}  // namespace mpdisc::cli
