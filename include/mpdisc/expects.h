// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// Ends the program if the condition is false. It is for mistakes of a programmer, never for input.
/// Unlike assert() it stays in release builds, and adds no texts to them. It is always inlined,
/// because a call takes more code than the check.
[[gnu::always_inline]] constexpr void expects(bool condition) {
#ifdef MPDISC_EXPECTS_TRAPS
    if (!condition) __builtin_trap();
#else
    if (!condition) std::abort();
#endif
}

}  // namespace mpdisc
