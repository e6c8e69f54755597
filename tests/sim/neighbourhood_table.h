// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/sim/neighbourhood.h"

namespace mpdisc::sim {

void print_neighbourhood_legend();
void print_neighbourhood(const NeighbourhoodSetup& setup, const NeighbourhoodResult& result);

/// Says how the run fell short of what mpdisc.7 promises; empty if it did not.
[[nodiscard]] std::string shortfall(const NeighbourhoodSetup& setup,
                                    const NeighbourhoodResult& result);

}  // namespace mpdisc::sim
