// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "platform/udp_socket.h"
#include "platform/win32/winsock.h"

/// Reports of refused datagrams, which the system has only in a form that wedges the socket and
/// does not say where they had gone. So, of a socket on a loopback address, which is for what
/// programs of one host say to each other, each destination is looked up in the table of sockets
/// once a datagram has gone there.
namespace mpdisc::platform {

/// From now on that is done; the socket is bound to `local`, of loopback. Where there are too many
/// such sockets, or no memory, it is not.
void refusals_begin(SOCKET socket, const Endpoint& local);
void refusals_end(SOCKET socket);

/// These have been sent.
void refusals_check(SOCKET socket, std::span<const DatagramToSend> sent);
enum class WakeUp {
    /// The datagram is a peer's.
    none,
    /// It was to wake who waits for a report, and nothing else.
    spent,
    /// The same, and another one was sent, for reports are left: to read on would find that.
    renewed,
};
[[nodiscard]] WakeUp refusals_take_wake_up(SOCKET socket, const ReceivedDatagram& came);
/// False where there is no report.
[[nodiscard]] bool refusals_next(SOCKET socket, Endpoint& to);

}  // namespace mpdisc::platform
