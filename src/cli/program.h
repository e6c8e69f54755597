// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/options.h"
#include "cli/text_buffer.h"
#include "mpdisc/open_error.h"

/// The start and the end that both programs share.
namespace mpdisc::cli {

/// The result of parsing the command line.
enum class Parsed : std::uint8_t {
    /// The program can run.
    run,
    /// The message is the requested help or version.
    show,
    /// The message says what is wrong with the command line.
    usage_error,
    /// The message says what is wrong elsewhere, for example in a file.
    error,
};

/// The message if there is no memory left.
inline constexpr const char* out_of_memory = "out of memory";

/// Ends a program that does not run: prints the message as `parsed` (not `run`) requires, and
/// returns the exit code. If the message is incomplete, reports lack of memory instead.
[[nodiscard]] int finish_early(std::string_view program, Parsed parsed, TextBuffer& message);

/// `PROGRAM: text` on stderr, in one write. An empty text stands for lack of memory, which is
/// reported instead.
void print_error(std::string_view program, std::string_view text);
/// Does the same and returns `exit_code`; exit_system if the text is empty.
[[nodiscard]] int end_with_error(std::string_view program, const TextBuffer& text, int exit_code);
/// From now on the functions here leave a message out, or a part of it, if nobody reads stderr at
/// the moment. For programs that handle signals: they must not stand still.
void never_wait_for_stderr();

/// The line `PROGRAM VERSION`.
void append_version(TextBuffer& out, std::string_view program);

/// `bad WHAT 'VALUE': REASON`.
void append_bad_value(TextBuffer& out, const char* what, std::string_view value,
                      std::string_view reason);

/// `FILE:LINE: `, with the file's name escaped.
void append_position(TextBuffer& out, std::string_view file_name, std::size_t line);

/// Appends the reason of a failed open() and returns the exit code. `interface_name` is the value
/// of --interface.
[[nodiscard]] int explain_open_error(TextBuffer& out, OpenError error, int system_error,
                                     std::string_view interface_name);
/// The same for a command that could not be started, with the system's error number.
[[nodiscard]] int explain_start_error(TextBuffer& out, std::string_view command, int error);

}  // namespace mpdisc::cli
