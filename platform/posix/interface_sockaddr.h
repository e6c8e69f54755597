// SPDX-License-Identifier: MIT
#pragma once

#include <ifaddrs.h>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// The address of `entry`, which getifaddrs() made, or its mask, whichever `from` is. No address
/// where that is null or the family none of ours.
[[nodiscard]] IpAddress read_interface_address(const ifaddrs& entry, const sockaddr* from);

}  // namespace mpdisc::platform
