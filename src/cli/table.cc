// SPDX-License-Identifier: MIT
#include "cli/table.h"

#include <algorithm>

#include "cli/cell_width.h"
#include "cli/colour.h"
#include "cli/escape.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

constexpr std::size_t gap = 2;
constexpr std::string_view ellipsis = "\xe2\x80\xa6";

/// Removes the text before `end`, and `end` itself, from `text`; returns the former.
std::string_view split_off(std::string_view& text, char end) {
    const std::string_view taken = slice(text, 0, text.find(end));
    text = slice(text, taken.size() + 1);
    return taken;
}

/// Makes a column narrower by at most `excess` cells; returns the excess that remains.
std::size_t shorten(const Column& column, std::size_t& width, std::size_t excess) {
    if (column.least == 0 || width <= column.least) return excess;
    const std::size_t taken = std::min(excess, width - column.least);
    width -= taken;
    return excess - taken;
}

void fit(std::span<const Column> columns, std::span<std::size_t> widths, std::size_t line_cells) {
    std::size_t used = (columns.size() - 1) * gap;
    for (const std::size_t width : widths) used += width;
    std::size_t excess = used > line_cells ? used - line_cells : 0;
    excess = shorten(columns.back(), widths.back(), excess);
    while (excess != 0) {
        std::size_t widest = columns.size();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].least == 0 || widths[i] <= columns[i].least) continue;
            if (widest == columns.size() || widths[i] > widths[widest]) widest = i;
        }
        if (widest == columns.size()) return;
        --widths[widest];
        --excess;
    }
}

/// `beginning` without its last escape, if the cut goes through that escape.
std::string_view without_part_of_escape(std::string_view text, std::string_view beginning) {
    std::size_t end = 0;
    while (end < beginning.size()) {
        const std::size_t next = end + escape_size(slice(text, end));
        if (next > beginning.size()) break;
        end = next;
    }
    return slice(beginning, 0, end);
}

/// Appends a row. Nothing follows its last cell that is not empty.
void append_row(TextBuffer& out, std::string_view row, std::span<const Column> columns,
                std::span<const std::size_t> widths) {
    while (row.ends_with('\t')) row.remove_suffix(1);
    for (std::size_t i = 0; i < columns.size() && !row.empty(); ++i) {
        const std::size_t start = out.size();
        append_fitting(out, split_off(row, '\t'), widths[i]);
        if (!row.empty()) end_cell(out, start, widths[i]);
    }
    out.append("\n");
}

}  // namespace

void append_cell(TextBuffer& out, std::string_view text, std::size_t width) {
    const std::size_t start = out.size();
    append_escaped(out, text);
    end_cell(out, start, width);
}

void append_number_cell(TextBuffer& out, std::uint64_t number, std::size_t width) {
    const std::size_t start = out.size();
    out.append_number(number);
    end_cell(out, start, width);
}

void end_cell(TextBuffer& out, std::size_t start, std::size_t width) {
    const std::size_t used = count_cells(slice(out.view(), start));
    out.append_repeated(' ', (used < width ? width - used : 0) + gap);
}

void append_fitting(TextBuffer& out, std::string_view text, std::size_t width) {
    if (count_cells(text) <= width) {
        out.append(text);
    } else {
        out.append(without_part_of_escape(text, fit_cells(text, width - 1))).append(ellipsis);
    }
}

void Table::append_titles(TextBuffer& out, std::span<const Column> columns,
                          const Widths& widths) const {
    append_style(out, Style::bold, has_colours_);
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        append_cell(out, columns[i].title, widths[i]);
    }
    out.append(columns.back().title);
    append_style(out, Style::plain, has_colours_);
    out.append("\n");
}

void Table::measure_titles(std::span<const Column> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        widths_[i] = std::string_view(columns[i].title).size();
    }
}

void Table::measure(std::span<const Column> columns) {
    std::string_view rows = rows_.view();
    while (!rows.empty()) {
        std::string_view row = split_off(rows, '\n');
        for (std::size_t i = 0; i < columns.size(); ++i) {
            widths_[i] = std::max(widths_[i], count_cells(split_off(row, '\t')));
        }
    }
}

void Table::print(TextBuffer& out, std::span<const Column> columns, std::size_t line_cells) {
    if (!rows_.ok()) out.fail();
    if (rows_.size() == 0) return rows_.clear();
    const bool shows_titles = with_titles_ && !has_begun_;
    has_begun_ = true;
    if (shows_titles) measure_titles(columns);
    measure(columns);
    const Widths widths = fitted(columns, line_cells);
    if (shows_titles) append_titles(out, columns, widths);
    std::string_view rows = rows_.view();
    while (!rows.empty()) append_row(out, split_off(rows, '\n'), columns, widths);
    rows_.clear();
}

void Table::print_titles(TextBuffer& out, std::span<const Column> columns, std::size_t line_cells) {
    if (has_begun_) return;
    has_begun_ = true;
    measure_titles(columns);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        widths_[i] = std::max<std::size_t>(widths_[i], columns[i].usual);
    }
    if (with_titles_) append_titles(out, columns, fitted(columns, line_cells));
}

Table::Widths Table::fitted(std::span<const Column> columns, std::size_t line_cells) const {
    Widths widths = widths_;
    if (line_cells != 0) fit(columns, std::span(widths).first(columns.size()), line_cells);
    return widths;
}

}  // namespace mpdisc::cli
