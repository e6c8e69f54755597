// SPDX-License-Identifier: MIT
#pragma once

#include "platform/interfaces.h"

namespace mpdisc::platform {

/// Lists what can be learnt without netlink, which a sandbox may refuse: no peers' networks, no
/// routes, no ports told apart, and no IPv6 where /proc/net is hidden. False where even that is
/// refused.
[[nodiscard]] bool list_partially(const InterfaceRoom& room, InterfaceList& out);

}  // namespace mpdisc::platform
