// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "mpdisc/text.h"

namespace mpdisc::platform {

/// Checks whether a log daemon listens at this path. Returns 0, or the error number.
inline int try_log(std::string_view path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(slice(path, 0, sizeof address.sun_path - 1), address.sun_path);
    const int log = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (log == -1) return errno;
    const bool is_there =
        connect(log, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int error = errno;
    close(log);
    // Some log daemons have a stream socket. syslog(3) supports these, too.
    return is_there || error == EPROTOTYPE ? 0 : error;
}

}  // namespace mpdisc::platform
