// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// Allocates `wanted` bytes, copies the first `used` bytes of the old memory into them and frees
/// the old memory, which may be null. Returns null if memory is short; then the old memory is
/// unchanged. Both belong to malloc().
///
/// This replaces realloc(), which adds more than a KiB of code to a static program.
[[nodiscard]] void* grow_memory(void* memory, std::size_t used, std::size_t wanted);

}  // namespace mpdisc
