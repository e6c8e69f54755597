// SPDX-License-Identifier: MIT
#include <utility>

#include "mpdisc/expects.h"
#include "platform/common/refusals.h"

namespace mpdisc::platform {

// A call takes less code than the constructor, and a program has several sockets.
[[gnu::noinline]] UdpSocket::UdpSocket() = default;

// NOLINTNEXTLINE(misc-no-recursion): it calls itself at most twice, and a loop takes more code.
SocketError UdpSocket::open(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any || options.address.family == options.family);
    expects(!options.is_shared || options.port != 0);
    const SocketError error = open_once(options, false);
    const auto past_avoided = static_cast<std::uint16_t>(port_ - options.avoided_port);
    if (options.port == 0 && is_open() && past_avoided <= 1) {
        // While `avoided` has the port, the system gives the next socket another one. That may be
        // the other avoided port.
        UdpSocket avoided;
        std::swap(avoided.handle_, handle_);
        port_ = 0;
        return open(options);
    }
    if (error == SocketError::none) Refusals::begin(refusals_, options);
    return error;
}

SocketError UdpSocket::take_over(const UdpSocketOptions& options) {
    expects(!is_open());
    expects(options.family != Family::any);
    expects(options.address.family == Family::any && options.port != 0);
    return open_once(options, true);
}

}  // namespace mpdisc::platform
