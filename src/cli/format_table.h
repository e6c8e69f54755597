// SPDX-License-Identifier: MIT
#pragma once

#include "cli/table.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For people: a table of services.
namespace mpdisc::cli {

/// What a script or a person copies, addresses and types say, is never shortened.
inline constexpr Column service_columns[] = {
    {"NAME", 10}, {"TYPE", 0}, {"HOST", 8},        {"ADDRESS", 0},
    {"PORT", 0},  {"ROLE", 0}, {"ATTRIBUTES", 12},
};

/// A row of a Table with these columns.
void append_as_table_row(TextBuffer& rows, const FoundService& found);

}  // namespace mpdisc::cli
