// SPDX-License-Identifier: MIT
#include "platform/tcp_connection.h"

#include "platform/common/sockaddr.h"
#include "platform/common/tcp_peer.h"
#include "platform/win32/winsock.h"

namespace mpdisc::platform {

namespace {

TcpState state_after(int error) {
    const bool is_short = error == WSAEMFILE || error == WSAENOBUFS;
    return is_short ? TcpState::no_socket : TcpState::refused;
}

}  // namespace

TcpState TcpConnection::open(Family family, std::uint16_t port) {
    close();
    if (start_sockets() != 0) return TcpState::refused;
    const SOCKET socket = make_socket(family, SOCK_STREAM);
    if (socket == INVALID_SOCKET) return state_after(WSAGetLastError());
    handle_ = static_cast<Handle>(socket);
    SocketAddress address;
    const int size = to_socket_address({IpAddress::loopback(family), 0, port}, address);
    if (connect(socket, &address.any, size) == 0 || WSAGetLastError() == WSAEWOULDBLOCK) {
        return state();
    }
    return state_after(WSAGetLastError());
}

// Some versions do not tell of a failed connection by WSAPoll().
TcpState TcpConnection::state() const {
    fd_set connected{1, {to_socket(handle_)}};
    fd_set failed = connected;
    timeval at_once{};
    if (select(0, nullptr, &connected, &failed, &at_once) == 0) return TcpState::pending;
    return has_other_peer(to_socket(handle_)) ? TcpState::open : TcpState::refused;
}

void TcpConnection::close() {
    if (handle_ != -1) closesocket(to_socket(handle_));
    handle_ = -1;
}

}  // namespace mpdisc::platform
