// SPDX-License-Identifier: MIT
#include "platform/bsd/ipv4_packet_info.h"
#include "platform/posix/udp_options.h"

namespace mpdisc::platform {

bool ask_for_ipv4_packet_info(int descriptor) {
    return set_option(descriptor, IPPROTO_IP, IP_RECVPKTINFO, 1);
}

void read_ipv4_packet_info(const cmsghdr& control, ReceivedDatagram& out) {
    if (control.cmsg_level != IPPROTO_IP || control.cmsg_type != IP_PKTINFO) return;
    const auto info = read_control<in_pktinfo>(control);
    out.to = to_ip_address(info.ipi_addr);
    out.if_index = info.ipi_ifindex;
}

void write_ipv4_packet_info(const DatagramToSend& datagram, Message& message) {
    in_pktinfo info{};
    info.ipi_spec_dst = to_in_addr(datagram.source);
    info.ipi_ifindex = datagram.if_index;
    write_packet_control(message, IPPROTO_IP, IP_PKTINFO, info);
}

}  // namespace mpdisc::platform
