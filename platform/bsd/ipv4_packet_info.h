// SPDX-License-Identifier: MIT
#pragma once

#include "platform/bsd/message.h"
#include "platform/udp_socket.h"

/// By which address and interface an IPv4 datagram comes and goes: macOS has one way to tell, the
/// others have another one.
namespace mpdisc::platform {

/// Asks for it. False with errno set.
[[nodiscard]] bool ask_for_ipv4_packet_info(int descriptor);

/// If `control` is about that, puts it into `out`: the address as it stands in the packet.
void read_ipv4_packet_info(const cmsghdr& control, ReceivedDatagram& out);

/// From which address to send, and by which interface where the system can be told.
void write_ipv4_packet_info(const DatagramToSend& datagram, Message& message);

}  // namespace mpdisc::platform
