// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "tests/bench/support/lab.h"

/// Each prints what it measured, and returns false where it could not measure.
namespace mpdisc::bench {

/// kill -9 of the primary, `runs` times each: the takeover; a probe that starts at that moment.
[[nodiscard]] bool measure_kill(Lab& lab, int runs);
/// kill -9 of a secondary, likewise.
[[nodiscard]] bool measure_secondary(Lab& lab, int runs);
/// The primary is stopped, and goes on.
[[nodiscard]] bool measure_hang(Lab& lab, int runs);
/// So many providers start at once; then their primary is killed, `runs` times.
[[nodiscard]] bool measure_crowd(Lab& lab, std::size_t count, int runs);

}  // namespace mpdisc::bench
