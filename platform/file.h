// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mpdisc::platform {

enum class FileRead : std::uint8_t {
    waits,    ///< if the file is a pipe, waits until its writers have closed it
    at_once,  ///< never waits for a writer: a pipe is an error
};

/// Reads a file into `out`, as much of it as fits, and sets `size` to the number of bytes. Returns
/// 0, or the operating system's error number.
[[nodiscard]] int read_file(const char* path, std::span<char> out, std::size_t& size,
                            FileRead read = FileRead::waits);
/// The same for standard input, up to its end.
[[nodiscard]] int read_standard_input(std::span<char> out, std::size_t& size);

/// Gives the file `path` a new content, so that any reader sees either the old content or the new
/// one, whole. Mode and owner stay, and so does a symbolic link; on Windows nothing of that stays.
/// A file that is not there is made. A link to nothing is refused, and so is anything else than a
/// regular file. Returns 0, or
/// the operating system's error number; then nothing has changed.
[[nodiscard]] int replace_file(const char* path, std::string_view content);

}  // namespace mpdisc::platform
