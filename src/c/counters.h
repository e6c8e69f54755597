// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/counters.h"
#include "mpdisc/counters.h"

namespace mpdisc::c {

/// Whether this library has the counter. The caller may be compiled for another version.
[[nodiscard]] inline bool is_counter(int counter) {
    return counter >= 0 && static_cast<std::size_t>(counter) < counter_count;
}
/// 0 if this library does not have the counter.
[[nodiscard]] inline std::uint64_t value_of(const Counters& counters, int counter) {
    return is_counter(counter) ? counters[static_cast<Counter>(counter)] : 0;
}

}  // namespace mpdisc::c
