// SPDX-License-Identifier: MIT
#include "cli/screen_text.h"

#include <algorithm>

#include "cli/cell_width.h"
#include "cli/colour.h"
#include "cli/table.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// Appends the beginning of a line that takes at most `cells`, and all its styles.
void append_cut(TextBuffer& out, std::string_view line, std::size_t cells) {
    while (!line.empty()) {
        const bool is_style = line.front() == '\x1b';
        const std::size_t end =
            is_style ? std::min(line.find('m'), line.size() - 1) + 1 : line.find('\x1b');
        const std::string_view part = slice(line, 0, end);
        line = slice(line, part.size());
        if (is_style) {
            out.append(part);
        } else if (cells != 0) {
            append_fitting(out, part, cells);
            cells -= std::min(cells, count_cells(part));
        }
    }
}

/// Leaves the line without anything after it.
void end_line(TextBuffer& out) {
    out.append("\x1b[K\r\n");
}

void append_more(TextBuffer& out, std::size_t count, std::size_t cells) {
    TextBuffer line;
    line.append("... and ").append_number(count).append(" more");
    append_cut(out, line.view(), cells);
    end_line(out);
}

void append_status(TextBuffer& out, std::string_view status, TerminalSize size) {
    out.append("\x1b[").append_number(size.lines).append(";1H");
    append_style(out, Style::reverse);
    append_cut(out, status, size.columns);
    const std::size_t used = std::min(count_cells(status), size.columns);
    out.append_repeated(' ', size.columns - used);
    append_style(out, Style::plain);
}

}  // namespace

void append_screen(TextBuffer& out, const Picture& picture, TerminalSize size) {
    std::string_view lines = picture.lines;
    auto left = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
    const std::size_t room = size.lines - 1;
    out.append("\x1b[H");
    for (std::size_t used = 0; left != 0 && used < room; ++used) {
        if (left != 1 && used + 1 == room) {
            append_more(out, left, size.columns);
            break;
        }
        const std::string_view line = slice(lines, 0, lines.find('\n'));
        lines = slice(lines, line.size() + 1);
        append_cut(out, line, size.columns);
        end_line(out);
        --left;
    }
    out.append("\x1b[J");
    append_status(out, picture.status, size);
}

}  // namespace mpdisc::cli
