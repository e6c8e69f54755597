// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/table.h"

/// For people: a table of services. Its rows are lines of tsv (cli/format_tsv.h).
namespace mpdisc::cli {

/// Columns that people copy, such as addresses and types, are never shortened.
inline constexpr Column service_columns[] = {
    {"NAME", 10, 10}, {"TYPE", 0, 10}, {"HOST", 8, 8},     {"ADDRESS", 0, 12},
    {"PORT", 0},      {"ROLE", 0, 9},  {"ATTRIBUTES", 12},
};

static_assert(std::size(service_columns) <= Table::columns_max);

}  // namespace mpdisc::cli
