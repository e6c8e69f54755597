// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace mpdisc {

/// Moves `used` bytes into new memory of `wanted` bytes, and frees the old memory, which may be
/// null. Null for want of memory: then the old memory is as it was. Both are malloc()'s.
///
/// Used in place of realloc(), which takes more than a KiB of a static program's code.
[[nodiscard]] void* grow_memory(void* memory, std::size_t used, std::size_t wanted);

}  // namespace mpdisc
