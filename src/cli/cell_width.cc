// SPDX-License-Identifier: MIT
#include "cli/cell_width.h"

#include "cli/cell_width_table.h"
#include "cli/code_point.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

unsigned cell_width(char32_t code_point) {
    // The first run of the table has width 1 and ends at U+02FF.
    if (code_point < 0x300) return 1;
    std::uint32_t end = 0;
    std::uint32_t run = 0;
    unsigned shift = 0;
    for (const std::uint8_t byte : cell_width_runs) {
        run |= (byte & 0x7fU) << shift;
        shift += 7;
        if (byte >= 0x80) continue;
        end += run >> 2;
        if (code_point < end) return run & 3U;
        run = 0;
        shift = 0;
    }
    return 1;
}

std::size_t count_cells(std::string_view text) {
    std::size_t cells = 0;
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        cells += cell_width(point.value);
        text = slice(text, point.size);
    }
    return cells;
}

std::string_view fit_cells(std::string_view text, std::size_t cells) {
    std::size_t size = 0;
    std::size_t used = 0;
    while (size < text.size()) {
        const CodePoint point = first_code_point(slice(text, size));
        used += cell_width(point.value);
        if (used > cells) break;
        size += point.size;
    }
    return slice(text, 0, size);
}

}  // namespace mpdisc::cli
