// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

/// The parts that the msghdr of one datagram points to. A batch of these is never cleared as a
/// whole, because that takes longer than to fill the parts that are used.
struct MessageParts {
    SocketAddress peer;
    iovec bytes;
    /// Room for one packet information of either family.
    alignas(cmsghdr) unsigned char control[CMSG_SPACE(sizeof(in6_pktinfo))];
};
static_assert(sizeof(in6_pktinfo) >= sizeof(in_pktinfo));

}  // namespace mpdisc::platform
