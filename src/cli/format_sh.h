// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For POSIX shells: one line of assignments, safe to `eval` whatever the network says.
namespace mpdisc::cli {

/// Values are escaped first (cli/escape.h), so that no line is broken, then quoted. Attributes
/// also become `MPDISC_ATTR_<key>`, what no variable's name may hold being `_`; where two keys
/// come to the same name, the first has it.
void append_as_sh(TextBuffer& out, const FoundService& found);

}  // namespace mpdisc::cli
