// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For POSIX shells: one line, safe to `eval` whatever the network says. After it the shell has the
/// variables of this service alone, whatever lines it has evaluated before.
namespace mpdisc::cli {

/// Values are escaped first (cli/escape.h), so that no line is broken, then quoted. Attributes
/// also become `MPDISC_ATTR_<key>`, where `_` stands for each character that no variable's name may
/// have; where two keys come to the same name, the first has it. `MPDISC_VARIABLES` names these
/// variables: the next line unsets them by it.
void append_as_sh(TextBuffer& out, const FoundService& found);

/// A line that unsets all of these variables, and whose status is `exit_code`.
void append_nothing_as_sh(TextBuffer& out, int exit_code);

}  // namespace mpdisc::cli
