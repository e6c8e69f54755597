// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/text_buffer.h"

/// Colours and other styles of text on a terminal.
namespace mpdisc::cli {

/// Whether stdout shows colours: it is a terminal that has them, and NO_COLOR is not set
/// (no-color.org).
[[nodiscard]] bool output_has_colours();

/// ECMA-48 (SGR) defines the numbers.
enum class Style : std::uint8_t {
    plain = 0,
    bold = 1,
    reverse = 7,
    red = 31,
    green = 32,
    yellow = 33,
};

/// Appends the escape sequence that begins the style. Appends nothing unless `is_wanted`. End each
/// style with `plain` on the same line.
void append_style(TextBuffer& out, Style style, bool is_wanted = true);

}  // namespace mpdisc::cli
