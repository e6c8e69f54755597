// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/keys.h"

/// Behind mpdisc/keys.h, where the contract is.
namespace mpdisc::platform {

/// Reads the whole file into `out`, and says how many bytes it has. What is checked MUST be the
/// file that is read, whatever happens to its name meanwhile; and it MUST NOT block, whatever
/// stands under that name.
[[nodiscard]] KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size);

}  // namespace mpdisc::platform
