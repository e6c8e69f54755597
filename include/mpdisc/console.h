// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// What a command-line program reads and says, and to whom.
namespace mpdisc {

enum class StandardStream : std::uint8_t { output, error };

/// To be called first in main(): where the program was started without one of its standard streams,
/// that place is taken by one that refuses, so that no socket gets the number and the output.
void claim_standard_streams();

[[nodiscard]] bool is_terminal(StandardStream stream);
/// Cells of a line; 0 where the stream is no terminal, or it does not tell.
[[nodiscard]] std::size_t terminal_columns(StandardStream stream);

/// Writes all of `text`, at once and unbuffered. False on any error, a closed pipe too.
[[nodiscard]] bool write_all(StandardStream stream, std::string_view text);

/// Writes `text` if nobody need be waited for; false where somebody must, and on any error. Up to
/// 512 bytes go whole or not at all; of a longer text, and on Windows of any, a part may have been
/// written.
[[nodiscard]] bool try_write(StandardStream stream, std::string_view text);

/// Reads a file into `out`, as much of it as fits, and tells in `size` how much that is. Returns 0,
/// or the operating system's error number.
[[nodiscard]] int read_file(const char* path, std::span<char> out, std::size_t& size);

enum class LogLevel : std::uint8_t { error, warning, info, debug };

/// To be called before system_log(). Returns 0, or the operating system's error number where
/// nobody takes lines for the system's log now.
[[nodiscard]] int system_log_open(const char* program);
/// Hands one line to the system's log (syslog; nothing on Windows) under the program's name.
void system_log(LogLevel level, std::string_view line);
/// Whether this system has such a log, and this build writes to it.
[[nodiscard]] bool system_log_available();

/// The text for an operating system's error number, as system_error() gives it.
[[nodiscard]] FixedString<127> system_error_text(int error);

/// The host's name as the system has it up to its first dot, as to_name_text() makes it, of at most
/// limits::host_name_max bytes; `localhost` where the system has none.
[[nodiscard]] FixedString<64> system_host_name();

}  // namespace mpdisc
