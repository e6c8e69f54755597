// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For POSIX shells: one line, safe to `eval` whatever the network sends. After the line the shell
/// has the variables of this service only: the line first unsets what earlier lines set.
namespace mpdisc::cli {

/// Values are escaped (cli/escape.h), so that they contain no newline, and then quoted. Each
/// attribute also becomes a variable `MPDISC_ATTR_<key>`. `_` replaces each character that a
/// variable's name must not contain; if two keys give the same name, the first gets it.
/// `MPDISC_VARIABLES` lists these variables, so that the next line can unset them.
void append_as_sh(TextBuffer& out, const FoundService& found);

/// A line that unsets all these variables and sets `$?` to `exit_code`.
void append_nothing_as_sh(TextBuffer& out, int exit_code);

}  // namespace mpdisc::cli
