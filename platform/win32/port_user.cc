// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

namespace mpdisc::platform {

// Users have no numbers here.
PortUserAnswer udp_port_user(const Endpoint&, std::uint32_t&) {
    return PortUserAnswer::never;
}

PortUserAnswer tell_udp_port_users(const IpAddress&, void*,
                                   void (*)(void*, std::uint16_t, std::uint32_t)) {
    return PortUserAnswer::never;
}

}  // namespace mpdisc::platform
