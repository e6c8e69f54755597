// SPDX-License-Identifier: MIT
#include "platform/bsd/ipv4_packet_info.h"

#include <net/if_dl.h>

#include <cstddef>

#include "platform/posix/udp_options.h"

namespace mpdisc::platform {

bool ask_for_ipv4_packet_info(int descriptor) {
    return set_option(descriptor, IPPROTO_IP, IP_RECVDSTADDR, 1) &&
           set_option(descriptor, IPPROTO_IP, IP_RECVIF, 1);
}

void read_ipv4_packet_info(const cmsghdr& control, ReceivedDatagram& out) {
    if (control.cmsg_level != IPPROTO_IP) return;
    if (control.cmsg_type == IP_RECVDSTADDR) {
        out.to = to_ip_address(read_control<in_addr>(control));
    } else if (control.cmsg_type == IP_RECVIF) {
        // The name and hardware address follow. Their length varies.
        sockaddr_dl link{};
        std::memcpy(&link, CMSG_DATA(&control), offsetof(sockaddr_dl, sdl_type));
        out.if_index = link.sdl_index;
    }
}

// These systems choose the interface by the routes. Only a socket on the wildcard address may set a
// source.
void write_ipv4_packet_info(const DatagramToSend& datagram, Message& message) {
    if (datagram.source.family == Family::any) return;
    write_packet_control(message, IPPROTO_IP, IP_SENDSRCADDR, to_in_addr(datagram.source));
}

}  // namespace mpdisc::platform
