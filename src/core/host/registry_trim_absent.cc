// SPDX-License-Identifier: MIT
#include "core/host/registry.h"

// For builds whose tables stay as large as they once were; what secondaries offer is freed at once.

namespace mpdisc::core {

void Registry::trim() {}

}  // namespace mpdisc::core
