// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace mpdisc::bench {

/// Offers so many services, by a provider each, until it is killed. Writes a byte to `ready` once
/// all are registered. Returns where the system refuses.
void run_crowd(std::size_t first, std::size_t count, int ready);

}  // namespace mpdisc::bench
