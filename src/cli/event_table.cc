// SPDX-License-Identifier: MIT
#include "cli/event_table.h"

#include "cli/colour.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// Plain for titles, and for rows without a sign.
Style style_of(std::string_view row) {
    switch (row.front()) {
        case '+':
            return Style::green;
        case '~':
            return Style::yellow;
        case '-':
            return Style::red;
        default:
            return Style::plain;
    }
}

}  // namespace

void append_coloured(TextBuffer& out, std::string_view rows) {
    while (!rows.empty()) {
        const std::string_view row = slice(rows, 0, rows.find('\n'));
        rows = slice(rows, row.size() + 1);
        const Style style = style_of(row);
        append_style(out, style, style != Style::plain);
        out.append(row);
        append_style(out, Style::plain, style != Style::plain);
        out.append("\n");
    }
}

}  // namespace mpdisc::cli
