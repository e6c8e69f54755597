// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/keys.h"

namespace mpdisc::platform {

/// Reads a whole file of keys into `out`, and sets `size` to its number of bytes. Refuses the files
/// that mpdisc/key_file.h says. The file that is checked MUST be the file that is read, even if the
/// path leads to another file meanwhile. MUST NOT block, even if the path leads to a pipe or
/// device.
[[nodiscard]] KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size);

}  // namespace mpdisc::platform
