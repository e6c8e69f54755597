// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/sim/watch_load.h"

namespace mpdisc::sim {

void print_watch_load_legend();
void print_watch_load(const WatchLoadSetup& setup, const WatchLoadResult& result);

/// Says how the run fell short of what mpdisc.7 promises; empty if it did not.
[[nodiscard]] std::string shortfall(const WatchLoadSetup& setup, const WatchLoadResult& result);

}  // namespace mpdisc::sim
