// SPDX-License-Identifier: MIT
#include "platform/udp_socket.h"

// On these systems no port is taken over, so no socket has rivals. On the BSDs and macOS,
// SO_REUSEPORT would let a second socket in, but on the wildcard address it lets in sockets of any
// user, and it is not defined which socket gets the unicasts. Windows shares a port only if both
// sockets ask for that before they are bound, and then with sockets of any user.

namespace mpdisc::platform {

bool UdpSocket::allow_takeover() {
    return false;
}

std::size_t UdpSocket::count_rivals() const {
    return 0;
}

}  // namespace mpdisc::platform
