// SPDX-License-Identifier: MIT
#include "platform/win32/winsock.h"

#include <atomic>

#include "platform/common/sockaddr.h"

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

SOCKET make_socket(Family family, int type) {
    const SOCKET socket = WSASocketW(to_address_family(family), type, 0, nullptr, 0,
                                     WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    u_long on = 1;
    if (socket == INVALID_SOCKET || ioctlsocket(socket, FIONBIO, &on) == 0) return socket;
    const int error = WSAGetLastError();
    closesocket(socket);
    WSASetLastError(error);
    return INVALID_SOCKET;
}

}  // namespace mpdisc::platform
