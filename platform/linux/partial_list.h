// SPDX-License-Identifier: MIT
#pragma once

#include "platform/interfaces.h"

namespace mpdisc::platform {

/// Lists what the system tells without netlink, which a sandbox may refuse. The list has no
/// networks of peers and no routes, contains ports of bridges, and lacks IPv6 if /proc/net is
/// hidden. False if the system refuses even that.
[[nodiscard]] bool list_partially(const InterfaceRoom& room, InterfaceList& out);

}  // namespace mpdisc::platform
