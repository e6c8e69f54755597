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
    /// For a socket of the program that is connecting: wait until it is connected, or has failed to
    /// connect. The library has no such sockets.
    bool is_connecting = false;
};

}  // namespace mpdisc
