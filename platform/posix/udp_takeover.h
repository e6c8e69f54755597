// SPDX-License-Identifier: MIT
#pragma once

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

/// Binds as UdpSocket::take_over() says. False with errno set: EADDRINUSE where the port is
/// not to be had, EOPNOTSUPP where the unicasts are not.
[[nodiscard]] bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size);

}  // namespace mpdisc::platform
