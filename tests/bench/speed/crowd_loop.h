// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace mpdisc::bench {

/// Offers `count` services, each with its own provider, until it is killed. Writes a byte to
/// `ready` when all are registered. Returns only if the system refuses.
void run_crowd(std::size_t first, std::size_t count, int ready);

}  // namespace mpdisc::bench
