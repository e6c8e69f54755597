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
        // Its name and hardware address follow, as long as they are.
        sockaddr_dl link{};
        std::memcpy(&link, CMSG_DATA(&control), offsetof(sockaddr_dl, sdl_type));
        out.if_index = link.sdl_index;
    }
}

// The interface is the routes' choice. Only sockets on the wildcard address may name a source.
void write_ipv4_packet_info(const DatagramToSend& datagram, Message& message) {
    if (datagram.source.family == Family::any) return;
    write_control(message, IPPROTO_IP, IP_SENDSRCADDR, to_in_addr(datagram.source));
}

}  // namespace mpdisc::platform
