// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "tests/bench/support/setup.h"

/// Each function adds its figures, and returns false if it could not measure.
namespace mpdisc::bench {

/// Requests per second that the primary answers.
[[nodiscard]] bool measure_requests(const Setup& setup);
/// Notifications per second that the primary sends.
[[nodiscard]] bool measure_fan_out(const Setup& setup);
/// Whole probes for `services` services of one host, from that host and from another one, and their
/// memory; and the same with the peers.
[[nodiscard]] bool measure_probes(const Setup& setup, std::size_t services);
/// Time and memory as functions of the number of secondaries.
[[nodiscard]] bool measure_growth(const Setup& setup);

}  // namespace mpdisc::bench
