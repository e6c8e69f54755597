// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/format_table.h"

/// Tables of services whose first column is the sign of an event (cli/event_words.h).
namespace mpdisc::cli {

/// The columns of services, with others before them.
template <std::size_t count>
constexpr auto columns_after(const Column (&first)[count]) {
    std::array<Column, count + std::size(service_columns)> all{};
    std::copy(std::begin(service_columns), std::end(service_columns),
              std::copy(std::begin(first), std::end(first), all.begin()));
    return all;
}

inline constexpr auto event_columns = columns_after({{"", 0, 1}});
static_assert(event_columns.size() <= Table::columns_max);

/// Appends printed rows, each in the colour of its sign.
void append_coloured(TextBuffer& out, std::string_view rows);

}  // namespace mpdisc::cli
