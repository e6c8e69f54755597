// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "platform/udp_socket.h"

/// Reports of refused datagrams, which these systems make only to sockets that are connected. So,
/// of a socket on a loopback address, which is for what programs of one host say to each other, the
/// port of each destination is tried once a datagram has gone there: that it can be bound proves
/// that nobody has it. Few datagrams leave such a socket.
namespace mpdisc::platform {

/// What becomes of this socket, which is new: no closed one of its number has a part in it.
void prepare_refusals(int socket, const UdpSocketOptions& options);

/// These have been sent.
void check_refusals(int socket, std::span<const DatagramToSend> sent);
/// Whether a datagram that came is no peer's, but wakes who waits for a report.
[[nodiscard]] bool is_refusal_notice(int socket, const ReceivedDatagram& datagram);
/// Such a one was taken: if there are reports nevertheless, another one follows.
void renew_refusal_notice(int socket);
/// False where there is no report.
[[nodiscard]] bool next_refusal(int socket, Endpoint& to);

}  // namespace mpdisc::platform
