// SPDX-License-Identifier: MIT
#include "platform/posix/udp_takeover.h"

#include <cerrno>

namespace mpdisc::platform {

bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size) {
    return bind(descriptor, &address.any, size) == 0;
}

// On these systems a connected socket can send only to its peer (EISCONN), which the contract
// forbids.
bool receive_only_from(int, const Endpoint&) {
    errno = EADDRNOTAVAIL;
    return false;
}

}  // namespace mpdisc::platform
