// SPDX-License-Identifier: MIT
#pragma once

#include "tests/bench/support/setup.h"

/// Each function adds its figures, and returns false if it could not measure.
namespace mpdisc::bench {

/// The time from an act on another host until a watch tells of it, of each kind of event.
[[nodiscard]] bool measure_events(const Setup& setup);
/// The same with Avahi.
[[nodiscard]] bool measure_avahi(const Setup& setup);
/// The time until a watch takes a silent host for gone.
[[nodiscard]] bool measure_lost(const Setup& setup);
/// The datagrams of a watch for one change on a host with a thousand services.
[[nodiscard]] bool measure_traffic(const Setup& setup);
/// The datagrams, wake-ups and processor time of watches while nothing happens, and at a change.
[[nodiscard]] bool measure_idle(const Setup& setup);
/// The memory of a watch.
[[nodiscard]] bool measure_memory(const Setup& setup);

}  // namespace mpdisc::bench
