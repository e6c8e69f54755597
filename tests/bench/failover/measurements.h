// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "tests/bench/support/lab.h"

/// Each function prints its results, and returns false if it could not measure.
namespace mpdisc::bench {

/// kill -9 of the primary: the takeover, and a probe that starts at that moment; each `runs` times.
[[nodiscard]] bool measure_kill(Lab& lab, int runs);
/// The same for kill -9 of a secondary.
[[nodiscard]] bool measure_secondary(Lab& lab, int runs);
/// SIGSTOP and SIGCONT for the primary.
[[nodiscard]] bool measure_hang(Lab& lab, int runs);
/// `count` providers start at once; then their primary is killed `runs` times.
[[nodiscard]] bool measure_crowd(Lab& lab, std::size_t count, int runs);

}  // namespace mpdisc::bench
