// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// Appends `'TEXT'`, as one word for a POSIX shell. The text must contain no NUL.
void append_shell_word(TextBuffer& out, std::string_view text);

}  // namespace mpdisc::cli
