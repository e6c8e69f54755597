// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For cut, awk and read: columns with a tab between them and no header.
namespace mpdisc::cli {

/// name, type, host, address, port, role, attributes.
void append_as_tsv(TextBuffer& out, const FoundService& found);

}  // namespace mpdisc::cli
