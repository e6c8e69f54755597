// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/keys.h"

namespace mpdisc::platform {

/// Reads a whole file of keys into `out`, and sets `size` to its number of bytes. Refuses the files
/// that mpdisc/key_file.h says. The file that is checked MUST be the file that is read, even if its
/// name is given to another one meanwhile. MUST NOT block, whatever has that name.
[[nodiscard]] KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size);

}  // namespace mpdisc::platform
