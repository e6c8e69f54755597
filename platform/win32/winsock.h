// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"
#include "mpdisc/poll_entry.h"
#include "platform/win32/system.h"

/// Basics for all sockets.
namespace mpdisc::platform {

/// Must be called before the first socket is made, and may be called again. Returns 0, or the error
/// number.
[[nodiscard]] int start_sockets();

/// Makes a non-blocking socket: of UDP if `type` is SOCK_DGRAM, of TCP if it is SOCK_STREAM. On an
/// error returns INVALID_SOCKET with WSAGetLastError() set.
[[nodiscard]] SOCKET make_socket(Family family, int type);

[[nodiscard]] inline SOCKET to_socket(Handle handle) {
    return static_cast<SOCKET>(handle);
}

/// Sets an option that has a number as its value. False with WSAGetLastError() set on an error.
[[nodiscard]] inline bool set_option(SOCKET socket, int level, int name, DWORD value) {
    return setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value) ==
           0;
}

}  // namespace mpdisc::platform
