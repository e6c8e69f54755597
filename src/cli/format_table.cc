// SPDX-License-Identifier: MIT
#include "cli/format_table.h"

#include "cli/format_tsv.h"

namespace mpdisc::cli {

static_assert(std::size(service_columns) <= Table::columns_max);

// The columns are the same.
void append_as_table_row(TextBuffer& rows, const FoundService& found) {
    append_as_tsv(rows, found);
}

}  // namespace mpdisc::cli
