// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/text_buffer.h"

/// Rows of a table for people. Widths are counted in the cells of a terminal.
namespace mpdisc::cli {

/// The text, escaped, then spaces up to `width`, and two more. A text that is too long is not
/// cut: it moves the rest of its row.
void append_cell(TextBuffer& out, std::string_view text, std::size_t width);
void append_number_cell(TextBuffer& out, std::uint64_t number, std::size_t width);

/// Fills up what was appended since `start`, escaped, to a cell.
void end_cell(TextBuffer& out, std::size_t start, std::size_t width);

struct Column {
    char title[12];
    /// How far it is shortened where a line has no room for all; 0: not at all.
    std::uint8_t least;
};

/// A table whose columns are as wide as what they hold. Rows are held until they are printed:
/// then the columns fit all of them, and those that were printed before.
class Table {
   public:
    static constexpr std::size_t columns_max = 8;

    /// To append rows to: cells, escaped, with a tab between them, and a newline after the last.
    [[nodiscard]] TextBuffer& rows() { return rows_; }

    /// Prints the rows, and before the first one the titles. `line_cells`: a line is made to fit
    /// into so many, if the columns can be shortened so far; 0: none is shortened. The last column
    /// is shortened first, then the widest.
    void print(TextBuffer& out, std::span<const Column> columns, std::size_t line_cells);

   private:
    using Widths = std::array<std::size_t, columns_max>;

    void measure(std::span<const Column> columns);

    TextBuffer rows_;
    Widths widths_{};
    bool has_titles_ = false;
};

}  // namespace mpdisc::cli
