// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For cut, awk and read: columns separated by tabs, without a header.
namespace mpdisc::cli {

/// The columns are name, type, host, address, port, role, attributes.
void append_as_tsv(TextBuffer& out, const FoundServiceView& found);

}  // namespace mpdisc::cli
