// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

/// How much room text takes on a terminal, in cells.
namespace mpdisc::cli {

/// 2 for what East Asian scripts and emoji take; 0 for marks, which stand on the character before
/// them; 1 for all else, also for what is wide in some fonts and narrow in others.
[[nodiscard]] unsigned cell_width(char32_t code_point);

/// Of UTF-8.
[[nodiscard]] std::size_t count_cells(std::string_view text);

/// The longest beginning of `text` that takes at most `cells`; with the marks on its last
/// character.
[[nodiscard]] std::string_view fit_cells(std::string_view text, std::size_t cells);

}  // namespace mpdisc::cli
