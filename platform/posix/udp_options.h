// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include "platform/udp_socket.h"

namespace mpdisc::platform {

/// Sets an option that has a number as its value. False with errno set on an error.
[[nodiscard]] inline bool set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

/// Sets the options that differ between systems: packet information for each datagram, multicast
/// only from joined groups, binding to an address that is down, sharing a port. Call this before
/// bind(). False with errno set on an error.
[[nodiscard]] bool set_system_options(int descriptor, const UdpSocketOptions& options);

}  // namespace mpdisc::platform
