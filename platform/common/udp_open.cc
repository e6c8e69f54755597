// SPDX-License-Identifier: MIT
#include <utility>

#include "mpdisc/expects.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {

// To call it takes less than what it does, and a program has several.
[[gnu::noinline]] UdpSocket::UdpSocket() = default;

SocketError UdpSocket::open(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any || options.address.family == options.family);
    const SocketError error = open_once(options, false);
    const bool is_avoided = options.port == 0 && is_open() && port_ == options.avoided_port;
    if (!is_avoided) return error;
    // While this one has the port, the system gives the next socket another one.
    UdpSocket avoided;
    std::swap(avoided.handle_, handle_);
    port_ = 0;
    return open_once(options, false);
}

SocketError UdpSocket::take_over(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any && options.port != 0);
    return open_once(options, true);
}

}  // namespace mpdisc::platform
