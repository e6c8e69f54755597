// SPDX-License-Identifier: MIT
#pragma once

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

/// Binds as UdpSocket::take_over() says. False with errno set: EADDRINUSE if the port cannot be
/// had, EOPNOTSUPP if the port can be had, but not the unicasts.
[[nodiscard]] bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size);

/// Makes the system drop every datagram that does not come from `peer`, as
/// UdpSocketOptions::only_from says. The socket may still send to others. False with errno set:
/// EADDRNOTAVAIL if the system cannot do that.
[[nodiscard]] bool receive_only_from(int descriptor, const Endpoint& peer);

}  // namespace mpdisc::platform
