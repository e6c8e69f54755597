// SPDX-License-Identifier: MIT
#pragma once

#include "platform/bsd/message.h"
#include "platform/udp_socket.h"

/// The address and interface by which an IPv4 datagram comes or goes. macOS has one way to tell
/// them, and the BSDs have another.
namespace mpdisc::platform {

/// Asks the system for packet information with each datagram. False with errno set on an error.
[[nodiscard]] bool ask_for_ipv4_packet_info(int descriptor);

/// If `control` is packet information, stores it in `out`. The address is the destination in the
/// packet, which may be a broadcast address.
void read_ipv4_packet_info(const cmsghdr& control, ReceivedDatagram& out);

/// Sets the address to send from, and the interface if the system can be told.
void write_ipv4_packet_info(const DatagramToSend& datagram, Message& message);

}  // namespace mpdisc::platform
