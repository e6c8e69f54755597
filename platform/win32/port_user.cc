// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

namespace mpdisc::platform {

// Users have no numbers here.
PortUserAnswer udp_port_user(const Endpoint&, std::uint32_t&) {
    return PortUserAnswer::never;
}

}  // namespace mpdisc::platform
