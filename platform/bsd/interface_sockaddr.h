// SPDX-License-Identifier: MIT
#pragma once

#include <ifaddrs.h>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Reads the address or the mask of `entry`, which getifaddrs() made. `from` points to either. No
/// address if `from` is null or of another family.
[[nodiscard]] IpAddress read_interface_address(const ifaddrs& entry, const sockaddr* from);

}  // namespace mpdisc::platform
