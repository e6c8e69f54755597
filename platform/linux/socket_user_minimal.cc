// SPDX-License-Identifier: MIT
#include "platform/linux/socket_user.h"

namespace mpdisc::platform {

bool ask_socket_user(const Endpoint&, std::uint32_t&) {
    return false;
}

}  // namespace mpdisc::platform
