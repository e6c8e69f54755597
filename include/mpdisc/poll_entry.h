// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// A file descriptor; on Windows a SOCKET or the HANDLE of an event or process, as
/// PollEntry::is_socket tells.
using Handle = std::intptr_t;

/// A descriptor to wait for until it is readable. The library waits for nothing else: it never
/// blocks on a send.
struct PollEntry {
    Handle handle = -1;
    bool is_socket = true;
    /// Wait until the socket is connected, or the connection has failed, instead. False in all
    /// entries of the library: programs have such sockets.
    bool is_connecting = false;
};

}  // namespace mpdisc
