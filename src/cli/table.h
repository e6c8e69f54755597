// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/format.h"
#include "cli/text_buffer.h"

/// Tables for people. Widths are in cells of a terminal.
namespace mpdisc::cli {

/// Appends the escaped text, spaces up to `width`, and two more spaces. A text that is too long is
/// not cut; it moves the rest of its row to the right.
void append_cell(TextBuffer& out, std::string_view text, std::size_t width);
void append_number_cell(TextBuffer& out, std::uint64_t number, std::size_t width);

/// Appends the spaces of append_cell() after escaped text that begins at `start`.
void end_cell(TextBuffer& out, std::size_t start, std::size_t width);

/// Appends escaped text, or its beginning and an ellipsis so that it takes `width` cells, which are
/// at least 1.
void append_fitting(TextBuffer& out, std::string_view text, std::size_t width);

struct Column {
    char title[12];
    /// The least width if the line is too short for all columns; 0: the column is never shortened.
    std::uint8_t least;
    /// The width for titles that are printed before any row.
    std::uint8_t usual = 0;
};

/// A table whose columns are as wide as their widest cell. It holds rows until print(). The columns
/// then fit all these rows and those that were printed before.
class Table {
   public:
    static constexpr std::size_t columns_max = 9;

    explicit Table(const Format& format)
        : with_titles_(format.with_titles), has_colours_(format.has_colours) {}

    /// The buffer to which callers append rows: escaped cells, separated by tabs, and a newline.
    [[nodiscard]] TextBuffer& rows() { return rows_; }

    /// Prints the rows, with the titles, if any, before the first one. Shortens columns so that a
    /// line takes at most `line_cells`, if possible: the last column first, then the widest. 0: no
    /// limit.
    void print(TextBuffer& out, std::span<const Column> columns, std::size_t line_cells);
    /// Prints the titles, if any, unless the table has begun. Columns then have at least their
    /// usual widths.
    void print_titles(TextBuffer& out, std::span<const Column> columns, std::size_t line_cells);

   private:
    using Widths = std::array<std::size_t, columns_max>;

    void append_titles(TextBuffer& out, std::span<const Column> columns,
                       const Widths& widths) const;
    void measure_titles(std::span<const Column> columns);
    void measure(std::span<const Column> columns);
    /// The widths of the columns in a line of `line_cells`.
    [[nodiscard]] Widths fitted(std::span<const Column> columns, std::size_t line_cells) const;

    TextBuffer rows_;
    Widths widths_{};
    bool with_titles_;
    bool has_colours_;
    bool has_begun_ = false;
};

}  // namespace mpdisc::cli
