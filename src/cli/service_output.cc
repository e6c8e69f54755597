// SPDX-License-Identifier: MIT
#include "cli/service_output.h"

#include <cstdlib>

#include "cli/format_table.h"
#include "cli/number.h"
#include "program/console.h"

namespace mpdisc::cli {

void ServiceOutput::add(TextBuffer& out, const FoundServiceView& found, TimeUs now_us) {
    if (format_.is_sorted) return list_.add(found);
    if (format_.kind != FormatKind::table) return append_service(out, format_, found);
    append_service(table_.rows(), format_, found);
    if (due_us_ == never_us) due_us_ = now_us + held_max_us;
    if (table_.rows().size() > held_bytes_max) due_us_ = now_us;
}

void ServiceOutput::flush(TextBuffer& out, std::size_t line_cells) {
    const bool is_table = format_.kind == FormatKind::table;
    due_us_ = never_us;
    if (format_.is_sorted) list_.append_to(is_table ? table_.rows() : out);
    if (is_table) table_.print(out, service_columns, line_cells);
}

std::size_t output_line_cells() {
    if (!is_terminal(StandardStream::output)) return 0;
    const char* const given = std::getenv("COLUMNS");
    std::uint64_t cells = 0;
    if (given != nullptr && parse_unsigned(given, UINT16_MAX, cells) && cells != 0) {
        return static_cast<std::size_t>(cells);
    }
    return terminal_size(StandardStream::output).columns;
}

}  // namespace mpdisc::cli
