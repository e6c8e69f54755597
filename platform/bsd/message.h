// SPDX-License-Identifier: MIT
#pragma once

// Else macOS has not the names of RFC 3542.
#define __APPLE_USE_RFC_3542 1

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstring>

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

/// A msghdr of one datagram, and what it points to.
struct Message {
    msghdr header{};
    SocketAddress peer{};
    iovec bytes{};
    /// Room for packet information. A number of bytes that does for all: CMSG_SPACE() is not a
    /// constant on every system, and the name of an interface has no length that is.
    alignas(cmsghdr) unsigned char control[256]{};
};

template <class Info>
[[nodiscard]] Info read_control(const cmsghdr& header) {
    Info info;
    std::memcpy(&info, CMSG_DATA(&header), sizeof info);
    return info;
}

template <class Info>
void write_control(Message& message, int level, int type, const Info& info) {
    message.header.msg_control = message.control;
    message.header.msg_controllen = static_cast<socklen_t>(CMSG_SPACE(sizeof info));
    cmsghdr* const control = CMSG_FIRSTHDR(&message.header);
    control->cmsg_level = level;
    control->cmsg_type = type;
    control->cmsg_len = static_cast<socklen_t>(CMSG_LEN(sizeof info));
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
}

}  // namespace mpdisc::platform
