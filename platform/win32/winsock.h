// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/poll_entry.h"
#include "platform/win32/system.h"

/// What every use of sockets here needs.
namespace mpdisc::platform {

/// To be called before the first socket is made, and as often as one likes. Returns 0, or the
/// system's error number.
[[nodiscard]] int start_sockets();

[[nodiscard]] inline SOCKET to_socket(Handle handle) {
    return static_cast<SOCKET>(handle);
}

/// Sets an option whose value is a number. False with WSAGetLastError() set.
[[nodiscard]] inline bool set_option(SOCKET socket, int level, int name, DWORD value) {
    return setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value) ==
           0;
}

}  // namespace mpdisc::platform
