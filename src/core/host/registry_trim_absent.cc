// SPDX-License-Identifier: MIT
#include "core/host/registry.h"

// For builds whose tables never shrink. The services of a secondary are freed at once all the same.

namespace mpdisc::core {

void Registry::trim() {}

}  // namespace mpdisc::core
