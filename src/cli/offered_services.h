// SPDX-License-Identifier: MIT
#pragma once

#include "cli/described_service.h"

namespace mpdisc::cli {

/// Whether the service has no check, or its check lets it be offered.
[[nodiscard]] bool is_offered(const PlannedServices& plan, const ServiceView& service);
/// Makes `out` the services of the plan that are offered. False if there is no memory.
[[nodiscard]] bool select_offered(const PlannedServices& plan, ServiceSet& out);
/// Does what --wait-for-port asks for: no service over TCP is offered before a program listens at
/// its port, which is looked at ten times a second. A service with a check of its own waits for
/// that one; if it checks a port, it is made as often until its first success. False if there is no
/// memory.
[[nodiscard]] bool wait_for_ports(PlannedServices& plan);

}  // namespace mpdisc::cli
