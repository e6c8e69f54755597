// SPDX-License-Identifier: MIT
#include "platform/win32/winsock.h"

#include <atomic>

namespace mpdisc::platform {
namespace {

std::atomic<bool> is_started{false};

}  // namespace

// The system counts the calls, so two threads may both call it. Windows ends the use with the
// process.
int start_sockets() {
    if (is_started.load(std::memory_order_acquire)) return 0;
    WSADATA data;
    const int error = WSAStartup(MAKEWORD(2, 2), &data);
    if (error == 0) is_started.store(true, std::memory_order_release);
    return error;
}

}  // namespace mpdisc::platform
