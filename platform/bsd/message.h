// SPDX-License-Identifier: MIT
#pragma once

// Without this, macOS does not declare the names of RFC 3542.
#define __APPLE_USE_RFC_3542 1

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "platform/common/sockaddr.h"
#include "platform/posix/control_message.h"

namespace mpdisc::platform {

/// The msghdr of one datagram, and the parts that it points to.
struct Message {
    msghdr header{};
    SocketAddress peer{};
    iovec bytes{};
    /// Room for packet information on every system. The size is a number, because CMSG_SPACE() is
    /// not a constant everywhere and the name of an interface may have any length.
    alignas(cmsghdr) unsigned char control[256]{};
};

template <class Info>
void write_packet_control(Message& message, int level, int type, const Info& info) {
    message.header.msg_control = message.control;
    write_control(message.header, level, type, info);
}

}  // namespace mpdisc::platform
