// SPDX-License-Identifier: MIT
#include "platform/posix/udp_takeover.h"

#include "platform/udp_socket.h"

// No takeover, and so no rivals. SO_REUSEPORT would let a second socket in, but on the wildcard
// address these systems let in anybody's, not only the same user's, and which of the two gets the
// unicasts is not promised.

namespace mpdisc::platform {

bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size) {
    return bind(descriptor, &address.any, size) == 0;
}

bool UdpSocket::allow_takeover() {
    return false;
}

std::size_t UdpSocket::count_rivals() const {
    return 0;
}

}  // namespace mpdisc::platform
