// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

namespace mpdisc {

/// For mistakes of a programmer, never for input: ends the program where the condition does not
/// hold. Unlike assert() it stays in release builds, and brings no texts into them. Always in
/// place: to call it takes more than what it does.
[[gnu::always_inline]] constexpr void expects(bool condition) {
#ifdef MPDISC_EXPECTS_TRAPS
    if (!condition) __builtin_trap();
#else
    if (!condition) std::abort();
#endif
}

}  // namespace mpdisc
