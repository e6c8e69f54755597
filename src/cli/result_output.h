// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// Results that exceed this size in bytes are written at once; others that arrive together are
/// written together.
inline constexpr std::size_t written_together_max = 16 * 1024;

/// Writes whole lines of results to stdout at once and clears the buffer. On failure, prints the
/// reason on stderr and returns false. A closed pipe, as after `| head -1`, gives no message.
[[nodiscard]] bool write_result(TextBuffer& text, std::string_view program);

}  // namespace mpdisc::cli
