// SPDX-License-Identifier: MIT
#include <utility>

#include "mpdisc/expects.h"
#include "platform/common/refusals.h"

namespace mpdisc::platform {

// A call takes less code than the constructor, and a program has several sockets.
[[gnu::noinline]] UdpSocket::UdpSocket() = default;

SocketError UdpSocket::open(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any || options.address.family == options.family);
    expects(!options.is_shared || (options.address.family == Family::any && options.port != 0));
    SocketError error = open_once(options, false);
    if (options.port == 0 && is_open() && port_ == options.avoided_port) {
        // While `avoided` has the port, the system gives the next socket another one.
        UdpSocket avoided;
        std::swap(avoided.handle_, handle_);
        port_ = 0;
        error = open_once(options, false);
    }
    if (error == SocketError::none) Refusals::begin(refusals_, options);
    return error;
}

SocketError UdpSocket::take_over(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any && options.port != 0 && !options.is_shared);
    return open_once(options, true);
}

}  // namespace mpdisc::platform
