// SPDX-License-Identifier: MIT
#include "platform/tcp_connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "platform/common/sockaddr.h"
#include "platform/common/tcp_peer.h"
#include "platform/poller.h"
#include "platform/posix/descriptors.h"

namespace mpdisc::platform {

namespace {

/// What an error tells of the other end. Without IPv6 there is no address ::1 (EADDRNOTAVAIL), but
/// 127.0.0.1 is there: if the system has no address for it, it has no port left for the near end.
TcpState state_after(int error, Family family) {
    const bool is_short = error == EMFILE || error == ENFILE || error == ENOBUFS ||
                          error == ENOMEM || (error == EADDRNOTAVAIL && family == Family::ipv4);
    return is_short ? TcpState::no_socket : TcpState::refused;
}

}  // namespace

TcpState TcpConnection::open(Family family, std::uint16_t port) {
    close();
    const int descriptor = make_socket(family, SOCK_STREAM);
    handle_ = descriptor;
    if (descriptor == -1) return state_after(errno, family);
    SocketAddress address;
    const socklen_t size = to_socket_address({IpAddress::loopback(family), 0, port}, address);
    if (connect(descriptor, &address.any, size) == 0 || errno == EINPROGRESS) return state();
    return state_after(errno, family);
}

TcpState TcpConnection::state() const {
    const PollEntry entry = poll_entry();
    if (poll_ready({&entry, 1}) == 0) return TcpState::pending;
    return has_other_peer(static_cast<int>(handle_)) ? TcpState::open : TcpState::refused;
}

void TcpConnection::close() {
    if (handle_ != -1) ::close(static_cast<int>(handle_));
    handle_ = -1;
}

}  // namespace mpdisc::platform
