// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// The last address of an IPv4 network, which is its directed broadcast address. No address if the
/// network is IPv6, or has only one or two addresses.
///
/// The ports use this instead of the broadcast address that the system tells. If none was
/// configured, that may be the address of the interface or its peer. The last address always has a
/// broadcast route.
[[nodiscard]] IpAddress last_address(const Network& network);

}  // namespace mpdisc::platform
