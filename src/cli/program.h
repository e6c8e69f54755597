// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/options.h"
#include "cli/text_buffer.h"
#include "mpdisc/open_error.h"

/// What both programs do alike at their start and at their end.
namespace mpdisc::cli {

/// What the command line came to.
enum class Parsed : std::uint8_t {
    /// Go on.
    run,
    /// The message is what was asked for: help, or the version.
    show,
    /// The message says what is wrong with the command line.
    usage_error,
    /// The message says what is wrong elsewhere, in a file say.
    error,
};

/// What to say where memory ended.
inline constexpr const char* out_of_memory = "out of memory";

/// Prints the message, and clears it, as `parsed`, which is not `run`, demands; returns the exit
/// code. A message that is not whole tells of want of memory.
[[nodiscard]] int finish_early(std::string_view program, Parsed parsed, TextBuffer& message);

/// `PROGRAM: text` on stderr, in one write.
void print_error(std::string_view program, std::string_view text);
/// The same of a text that may not be whole, for want of memory: then it tells that. Returns the
/// exit code, `exit_code` but for that.
[[nodiscard]] int end_with_error(std::string_view program, const TextBuffer& text, int exit_code);

/// `PROGRAM VERSION`, a line.
void append_version(TextBuffer& out, std::string_view program);

/// `bad WHAT 'VALUE': REASON`.
void append_bad_value(TextBuffer& out, const char* what, std::string_view value,
                      std::string_view reason);

/// `FILE:LINE: `, the file's name escaped.
void append_position(TextBuffer& out, std::string_view file_name, std::size_t line);

/// Says why something could not be opened; returns the exit code. `interface_name` is what the
/// user gave.
[[nodiscard]] int explain_open_error(TextBuffer& out, OpenError error, int system_error,
                                     std::string_view interface_name);

}  // namespace mpdisc::cli
