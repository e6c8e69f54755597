// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"

/// Variables for the environment of commands.
namespace mpdisc::cli {

/// All variables of mpdisc have names that begin with this.
inline constexpr const char variable_prefix[] = "MPDISC_";

/// Appends `NAME=VALUE`, with a NUL at its end. The value is escaped (cli/escape.h).
void append_variable(TextBuffer& out, const char* name, std::string_view value);

/// Ends a variable that was appended in parts.
inline void end_variable(TextBuffer& out) {
    out.append_repeated('\0', 1);
}

}  // namespace mpdisc::cli
