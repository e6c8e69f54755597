// SPDX-License-Identifier: MIT
#include "cli/table_titles.h"

#include "cli/colour.h"
#include "cli/table.h"

namespace mpdisc::cli {

void append_titles(TextBuffer& out, std::span<const Title> titles, TableLook look) {
    if (!look.with_titles) return;
    append_style(out, Style::bold, look.has_colours);
    for (const Title& title : titles.first(titles.size() - 1)) {
        append_cell(out, title.text, title.width);
    }
    out.append(titles.back().text);
    append_style(out, Style::plain, look.has_colours);
    out.append("\n");
}

}  // namespace mpdisc::cli
