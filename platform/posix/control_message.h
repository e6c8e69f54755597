// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

#include <cstring>

/// The control data of one datagram, such as its packet information.
namespace mpdisc::platform {

template <class Info>
[[nodiscard]] Info read_control(const cmsghdr& header) {
    Info info;
    std::memcpy(&info, CMSG_DATA(&header), sizeof info);
    return info;
}

/// Writes one item to `header.msg_control`, and sets `header.msg_controllen`. There must be room.
template <class Info>
void write_control(msghdr& header, int level, int type, const Info& info) {
    header.msg_controllen = static_cast<decltype(header.msg_controllen)>(CMSG_SPACE(sizeof info));
    std::memset(header.msg_control, 0, header.msg_controllen);  // the kernel reads its padding, too
    cmsghdr* const control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = level;
    control->cmsg_type = type;
    control->cmsg_len = static_cast<decltype(control->cmsg_len)>(CMSG_LEN(sizeof info));
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
}

}  // namespace mpdisc::platform
