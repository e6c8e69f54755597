// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

namespace mpdisc::platform {

// Users have no numbers here.
bool udp_port_user(const Endpoint&, std::uint32_t&) {
    return false;
}

}  // namespace mpdisc::platform
