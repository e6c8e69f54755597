// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The program's standard streams.
namespace mpdisc::platform {

enum class StandardStream : std::uint8_t { output, error };

/// Call this first in main(). If the program was started with a standard stream closed, its place
/// is taken by a descriptor that refuses reads and writes. Otherwise the next socket would get that
/// number, and with it the program's output.
void claim_standard_streams();

[[nodiscard]] bool is_terminal(StandardStream stream);
/// The cells of a line; 0 if the stream is no terminal, or does not tell.
[[nodiscard]] std::size_t terminal_columns(StandardStream stream);

/// Writes all of `text`, at once and unbuffered. False on any error; a closed pipe is one.
[[nodiscard]] bool write_all(StandardStream stream, std::string_view text);

/// Writes `text` unless that would block. False if it would, and on any error. Up to 512 bytes are
/// written whole or not at all. Of a longer text, and on Windows of any text, a part may have been
/// written.
[[nodiscard]] bool try_write(StandardStream stream, std::string_view text);

}  // namespace mpdisc::platform
