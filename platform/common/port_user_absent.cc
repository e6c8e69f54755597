// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

// On Windows users have no numbers. The BSDs and macOS each tell the user of a socket in another
// way, and some tell only root.

namespace mpdisc::platform {

PortUserAnswer udp_port_user(const Endpoint&, std::uint32_t&) {
    return PortUserAnswer::never;
}

PortUserAnswer tell_udp_port_users(const IpAddress&, void*,
                                   void (*)(void*, std::uint16_t, std::uint32_t)) {
    return PortUserAnswer::never;
}

}  // namespace mpdisc::platform
