// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/counters.h"

namespace mpdisc::c {

/// 0 if this library does not have the counter: the program may be compiled for another version.
[[nodiscard]] inline std::uint64_t value_of(const Counters& counters, int counter) {
    const bool is_known = counter >= 0 && static_cast<std::size_t>(counter) < counter_count;
    return is_known ? counters[static_cast<Counter>(counter)] : 0;
}

}  // namespace mpdisc::c
