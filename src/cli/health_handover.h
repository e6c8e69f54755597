// SPDX-License-Identifier: MIT
#pragma once

#include "cli/described_service.h"

namespace mpdisc::cli {

/// On a reload: gives the services of `after` the health that they have in `before`. A service with
/// the same check goes on as before. One whose check differs stays offered, or not offered, until
/// its new check says otherwise. Returns whether any check differs.
[[nodiscard]] bool hand_health_over(const PlannedServices& before, PlannedServices& after);

}  // namespace mpdisc::cli
