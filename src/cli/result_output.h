// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// Writes a result's whole lines to stdout at once, and clears the buffer for the next. False
/// where that fails; then the reason has been told on stderr, unless it is that nobody reads any
/// more, which is how `| head -1` ends a program.
[[nodiscard]] bool write_result(TextBuffer& text, std::string_view program);

}  // namespace mpdisc::cli
