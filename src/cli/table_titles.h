// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// How tables look.
struct TableLook {
    bool with_titles;
    bool has_colours;
};

/// The title of a column, and the width of its cells.
struct Title {
    char text[11];
    std::uint8_t width;
};

/// Appends the line of titles, if the table has one. The last column has no width.
void append_titles(TextBuffer& out, std::span<const Title> titles, TableLook look);

}  // namespace mpdisc::cli
