// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

namespace mpdisc::platform {

/// Reads a file into `out`, as much of it as fits, and sets `size` to the number of bytes. Returns
/// 0, or the operating system's error number.
[[nodiscard]] int read_file(const char* path, std::span<char> out, std::size_t& size);
/// The same for standard input, up to its end.
[[nodiscard]] int read_standard_input(std::span<char> out, std::size_t& size);

}  // namespace mpdisc::platform
