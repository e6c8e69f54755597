// SPDX-License-Identifier: MIT
#include "cli/table.h"

#include "cli/code_point.h"
#include "cli/escape.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

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
    const std::size_t used = count_code_points(slice(out.view(), start));
    out.append_repeated(' ', (used < width ? width - used : 0) + 2);
}

}  // namespace mpdisc::cli
