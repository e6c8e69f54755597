// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/found_service.h"

/// For POSIX shells: one line, safe to `eval` whatever the network sends. After the line the shell
/// has the variables of this service only: the line first unsets what earlier lines set.
namespace mpdisc::cli {

/// A line that sets the variables of the service (cli/variables.h). Values are escaped, so that
/// they contain no newline, and then quoted.
void append_as_sh(TextBuffer& out, const FoundServiceView& found);

/// A line that sets these `variables`, in the form of append_variables(). They have all fields of a
/// service.
void append_variables_as_sh(TextBuffer& out, std::string_view variables);
/// The same for variables that have none of these fields.
void append_variables_without_service_as_sh(TextBuffer& out, std::string_view variables);

/// A line that unsets all these variables and sets `$?` to `exit_code`.
void append_nothing_as_sh(TextBuffer& out, int exit_code);

}  // namespace mpdisc::cli
