// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

namespace mpdisc::platform {

// Each of these systems tells it in a way of its own, and some tell only root.
PortUserAnswer udp_port_user(const Endpoint&, std::uint32_t&) {
    return PortUserAnswer::never;
}

PortUserAnswer tell_udp_port_users(const IpAddress&, void*,
                                   void (*)(void*, std::uint16_t, std::uint32_t)) {
    return PortUserAnswer::never;
}

}  // namespace mpdisc::platform
