// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For people: columns with a header line.
namespace mpdisc::cli {

void append_table_header(TextBuffer& out);
void append_as_table_row(TextBuffer& out, const FoundService& found);

}  // namespace mpdisc::cli
