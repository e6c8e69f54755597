// SPDX-License-Identifier: MIT
#pragma once

#include "platform/udp_socket.h"

namespace mpdisc::platform {

/// What the systems name differently: packet information for each datagram, multicast from joined
/// groups alone, binding to an address that is down. Called before bind(). False with errno set.
[[nodiscard]] bool set_system_options(int descriptor, const UdpSocketOptions& options);

}  // namespace mpdisc::platform
