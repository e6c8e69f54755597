// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"

/// Rows of a table whose widths are fixed beforehand, so that they can be shown as they come.
namespace mpdisc::cli {

/// The text, escaped, then spaces up to `width`, and two more. A text that is too long is not
/// cut: it moves the rest of its row.
void append_cell(TextBuffer& out, std::string_view text, std::size_t width);
void append_number_cell(TextBuffer& out, std::uint64_t number, std::size_t width);

/// Fills up what was appended since `start`, escaped, to a cell.
void end_cell(TextBuffer& out, std::size_t start, std::size_t width);

}  // namespace mpdisc::cli
