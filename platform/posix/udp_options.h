// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include "platform/udp_socket.h"

namespace mpdisc::platform {

/// Sets an option whose value is a number. False with errno set.
[[nodiscard]] inline bool set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

/// What the systems name differently: packet information for each datagram, multicast from joined
/// groups alone, binding to an address that is down. Called before bind(). False with errno set.
[[nodiscard]] bool set_system_options(int descriptor, const UdpSocketOptions& options);

}  // namespace mpdisc::platform
