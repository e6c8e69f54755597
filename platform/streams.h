// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/poll_entry.h"

/// The program's standard streams.
namespace mpdisc::platform {

enum class StandardStream : std::uint8_t { output, error };

/// Call this first in main(). If the program was started with a standard stream closed, opens a
/// descriptor in its place that refuses reads and writes. Otherwise the next socket would get this
/// descriptor number, and the program's output would go there.
void claim_standard_streams();

[[nodiscard]] bool is_terminal(StandardStream stream);

/// In cells. Both are 0 if the stream is no terminal, or the system does not tell.
struct TerminalSize {
    std::size_t columns = 0;
    std::size_t lines = 0;
};
[[nodiscard]] TerminalSize terminal_size(StandardStream stream);

/// Prepares a terminal for the escape sequences of colours (ECMA-48, SGR). False if the stream is
/// no terminal, or one that has no colours.
[[nodiscard]] bool enable_colours(StandardStream stream);

/// Ready once nobody reads the output any more. No handle if the output is no pipe, or if the
/// system does not tell.
[[nodiscard]] PollEntry output_reader();
/// Whether nobody reads the output any more. `reader` is what output_reader() has returned.
[[nodiscard]] bool is_reader_lost(const PollEntry& reader);

/// Whether standard output or standard error goes to the file `path`. False if the system does not
/// tell.
[[nodiscard]] bool is_standard_stream(const char* path);

/// Writes all of `text`, at once and unbuffered. False on any error; a closed pipe is one.
[[nodiscard]] bool write_all(StandardStream stream, std::string_view text);

/// Writes `text` unless that would block. False if it would block, and on any error. A text of at
/// most 512 bytes is written whole or not at all. Only a part of a longer text may be written, and
/// on Windows only a part of any text.
[[nodiscard]] bool try_write(StandardStream stream, std::string_view text);

}  // namespace mpdisc::platform
